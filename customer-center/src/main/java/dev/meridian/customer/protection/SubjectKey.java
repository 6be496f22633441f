package dev.meridian.customer.protection;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/** A data key, ready for use. Ciphertext is stored beside {@link #id()}, and only opens in its own place. */
public final class SubjectKey {

    private final UUID id;
    private final Aead cipher;

    SubjectKey(UUID id, Aead cipher) {
        this.id = id;
        this.cipher = cipher;
    }

    /** Names this key in rows that hold its ciphertext. */
    public UUID id() {
        return id;
    }

    /**
     * Encrypts with AES-256-GCM.
     *
     * @param place where the ciphertext will stand, such as table, column and row id; a copy in another place does not
     *     open
     */
    public byte[] encrypt(String place, String plaintext) {
        try {
            return cipher.encrypt(bytes(plaintext), bytes(place));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Encryption failed for " + place, e);
        }
    }

    /**
     * Opens what {@link #encrypt} made for this place.
     *
     * @throws IllegalStateException if it was made with another key or for another place, or was altered
     */
    public String decrypt(String place, byte[] ciphertext) {
        try {
            return new String(cipher.decrypt(ciphertext, bytes(place)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The ciphertext in " + place + " does not open", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
