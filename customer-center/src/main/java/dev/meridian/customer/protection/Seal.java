package dev.meridian.customer.protection;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Closes what travels through Kafka between accepting an event and storing it, because it carries identifiers. */
@Component
public final class Seal {

    private final Aead cipher;

    Seal(KeyEncryption keys) {
        cipher = keys.derived("meridian.customer.ingest");
    }

    /**
     * Closes a text.
     *
     * @param label not secret; opening needs the same label, so a sealed text cannot be passed off as another's
     * @return Base64
     */
    public String close(String label, byte[] content) {
        try {
            return Base64.getEncoder().encodeToString(cipher.encrypt(content, label.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /**
     * Opens what {@link #close} made with this label.
     *
     * @throws IllegalArgumentException if it was not, or was altered since
     */
    public byte[] open(String label, String sealed) {
        try {
            return cipher.decrypt(Base64.getDecoder().decode(sealed), label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The sealed text does not open", e);
        }
    }
}
