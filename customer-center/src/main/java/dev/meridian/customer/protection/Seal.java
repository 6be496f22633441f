package dev.meridian.customer.protection;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Closes what travels through Kafka between accepting an event and storing it, because it carries identifiers. What is
 * closed names its key, so that the key can be changed while events are on their way.
 */
@Component
public final class Seal {

    /** Not a character of Base64: what was closed before keys had names has none of it. */
    private static final char AFTER_KEY_ID = '.';

    private static final String FIRST_KEY_ID = "1";

    private final Map<String, Aead> ciphers;
    private final String currentId;

    Seal(KeyEncryption keys) {
        ciphers = keys.derived("meridian.customer.ingest");
        currentId = keys.currentId();
    }

    /**
     * Closes a text.
     *
     * @param label not secret; opening needs the same label, so a sealed text cannot be passed off as another's
     * @return the name of the key, a dot, and Base64
     */
    public String close(String label, byte[] content) {
        try {
            byte[] sealed = cipher(currentId).encrypt(content, label.getBytes(StandardCharsets.UTF_8));
            return currentId + AFTER_KEY_ID + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /**
     * Opens what {@link #close} made with this label.
     *
     * @throws UnknownKeyException if it names a key that is not here: it opens once the key is
     * @throws IllegalArgumentException if it was not made so, or was altered since. A wrong key under the right name is
     *     no cause: with one, the center does not start
     */
    public byte[] open(String label, String sealed) {
        int dot = sealed.indexOf(AFTER_KEY_ID);
        Aead cipher = cipher(dot < 0 ? FIRST_KEY_ID : sealed.substring(0, dot));
        try {
            return cipher.decrypt(
                    Base64.getDecoder().decode(sealed.substring(dot + 1)), label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The sealed text does not open", e);
        }
    }

    private Aead cipher(String keyId) {
        return Optional.ofNullable(ciphers.get(keyId)).orElseThrow(() -> new UnknownKeyException(keyId));
    }
}
