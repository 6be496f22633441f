package dev.meridian.identity.secrets;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a client proves itself with. Held in memory only, and never part of a text.
 *
 * @param value the secret itself
 */
public record ClientSecret(String value) {

    private static final int BYTES = 32;

    public ClientSecret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A client secret is not blank");
        }
    }

    /** A new one of 256 random bits. */
    public static ClientSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ClientSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "***";
    }
}
