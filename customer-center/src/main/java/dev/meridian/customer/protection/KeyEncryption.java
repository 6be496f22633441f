package dev.meridian.customer.protection;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.Random;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is done with the key-encryption key: wrapping data keys, and deriving keys for single purposes. */
@Component
final class KeyEncryption {

    private static final int KEY_BYTES = 32;

    private final byte[] keyEncryptionKey;
    private final Aead wrapping;

    KeyEncryption(ProtectionProperties properties) {
        keyEncryptionKey = properties.keyEncryptionKeyBytes();
        wrapping = derived("meridian.customer.subject-key");
    }

    /** A key for one purpose; the same for the same purpose and key-encryption key. */
    Aead derived(String purpose) {
        try {
            return new AesGcmJce(Hkdf.computeHkdf(
                    "HmacSha256", keyEncryptionKey, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot derive the key for " + purpose, e);
        }
    }

    /** Makes a data key; what is stored of it is the wrapped form. */
    Wrapped newKey(UUID keyId) {
        byte[] raw = Random.randBytes(KEY_BYTES);
        try {
            byte[] wrapped = wrapping.encrypt(raw, name(keyId));
            return new Wrapped(keyId, wrapped, new SubjectKey(keyId, new AesGcmJce(raw)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot wrap a data key", e);
        }
    }

    /**
     * Opens a wrapped data key.
     *
     * @throws IllegalStateException if it was wrapped with another key-encryption key or for another id
     */
    SubjectKey unwrap(UUID keyId, byte[] wrapped) {
        try {
            return new SubjectKey(keyId, new AesGcmJce(wrapping.decrypt(wrapped, name(keyId))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Data key " + keyId + " does not open with this key-encryption key", e);
        }
    }

    private static byte[] name(UUID keyId) {
        return keyId.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A data key in its stored and its usable form. */
    record Wrapped(UUID keyId, byte[] bytes, SubjectKey key) {}
}
