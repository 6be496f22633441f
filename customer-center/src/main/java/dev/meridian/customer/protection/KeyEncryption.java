package dev.meridian.customer.protection;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.Random;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What is done with the key-encryption keys: wrapping data keys, and deriving keys for single purposes. One of them is
 * current and closes; the earlier ones still open.
 */
@Component
final class KeyEncryption {

    private static final int KEY_BYTES = 32;
    private static final String WRAPPING = "meridian.customer.subject-key";

    private final Map<String, byte[]> keys;
    private final String currentId;
    private final boolean newestIsCurrent;
    private final Map<String, Aead> wrapping;

    KeyEncryption(ProtectionProperties properties) {
        keys = properties.keyEncryptionKeys();
        currentId = properties.activeId();
        newestIsCurrent = currentId.equals(properties.keyEncryptionKeyId());
        wrapping = derived(WRAPPING);
    }

    /** The name of the key that closes. */
    String currentId() {
        return currentId;
    }

    /** Whether the newest key is the one that closes; until then every instance learns it, and nothing is wrapped anew. */
    boolean newestIsCurrent() {
        return newestIsCurrent;
    }

    /** The names of all keys that open. */
    Set<String> ids() {
        return keys.keySet();
    }

    /** Keys for one purpose, by the name of the key-encryption key each is derived from. */
    Map<String, Aead> derived(String purpose) {
        Map<String, Aead> derived = new HashMap<>();
        keys.forEach((id, key) -> derived.put(id, derive(key, purpose)));
        return Map.copyOf(derived);
    }

    private static Aead derive(byte[] key, String purpose) {
        try {
            return new AesGcmJce(Hkdf.computeHkdf(
                    "HmacSha256", key, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot derive the key for " + purpose, e);
        }
    }

    /** Makes a data key; what is stored of it is the wrapped form. */
    Wrapped newKey(UUID keyId) {
        byte[] raw = Random.randBytes(KEY_BYTES);
        try {
            return new Wrapped(keyId, currentId, wrap(keyId, raw), new SubjectKey(keyId, new AesGcmJce(raw)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a data key", e);
        }
    }

    /**
     * Opens a wrapped data key.
     *
     * @param kekId the name of the key it was wrapped with
     * @throws UnknownKeyException if there is no such key here
     * @throws IllegalStateException if it was wrapped with another key or for another id
     */
    SubjectKey unwrap(UUID keyId, String kekId, byte[] wrapped) {
        try {
            return new SubjectKey(keyId, new AesGcmJce(open(keyId, kekId, wrapped)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Data key " + keyId + " does not open with key-encryption key " + kekId, e);
        }
    }

    /** The same data key under the current key. */
    byte[] rewrap(UUID keyId, String kekId, byte[] wrapped) {
        try {
            return wrap(keyId, open(keyId, kekId, wrapped));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Data key " + keyId + " does not open with key-encryption key " + kekId, e);
        }
    }

    private byte[] open(UUID keyId, String kekId, byte[] wrapped) throws GeneralSecurityException {
        Aead opening = Optional.ofNullable(wrapping.get(kekId)).orElseThrow(() -> new UnknownKeyException(kekId));
        return opening.decrypt(wrapped, name(keyId));
    }

    private byte[] wrap(UUID keyId, byte[] raw) {
        try {
            return Optional.ofNullable(wrapping.get(currentId)).orElseThrow().encrypt(raw, name(keyId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot wrap a data key", e);
        }
    }

    private static byte[] name(UUID keyId) {
        return keyId.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A data key in its stored and its usable form. */
    record Wrapped(UUID keyId, String kekId, byte[] bytes, SubjectKey key) {}
}
