package dev.meridian.customer.protection;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Finds an encrypted identifier again: a keyed hash of type, scope and value. Without the key nobody can try out phone
 * numbers against a copy of the database.
 */
@Component
public final class BlindIndex {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac prototype;

    BlindIndex(ProtectionProperties properties) {
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(properties.blindIndexKeyBytes(), ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("No " + ALGORITHM + " with a 32-byte key", e);
        }
    }

    /**
     * The index of a value that was brought into its one normal form.
     *
     * @param type wire name of the identifier type, without {@code |}
     * @param scope empty, or a brand key
     * @return 32 bytes
     */
    public byte[] of(String type, String scope, String value) {
        return mac().doFinal((type + "|" + scope + "|" + value).getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This JDK's " + ALGORITHM + " cannot be copied", e);
        }
    }
}
