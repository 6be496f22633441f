package dev.meridian.customer.protection;

import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The two secrets of this center, each 32 bytes in Base64.
 *
 * @param keyEncryptionKey wraps the data key of every customer
 * @param blindIndexKey makes the blind index; changing it means indexing every identifier anew
 */
@ConfigurationProperties("meridian.customer.protection")
record ProtectionProperties(String keyEncryptionKey, String blindIndexKey) {

    private static final int KEY_BYTES = 32;

    ProtectionProperties {
        requireKey("key-encryption-key", keyEncryptionKey);
        requireKey("blind-index-key", blindIndexKey);
    }

    byte[] keyEncryptionKeyBytes() {
        return Base64.getDecoder().decode(keyEncryptionKey);
    }

    byte[] blindIndexKeyBytes() {
        return Base64.getDecoder().decode(blindIndexKey);
    }

    private static void requireKey(String name, String value) {
        // The message must not repeat the value: it would end up in a log.
        String expected = "meridian.customer.protection." + name + " must be 32 bytes in Base64";
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(expected);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(expected);
        }
    }

    @Override
    public String toString() {
        return "ProtectionProperties[hidden]";
    }
}
