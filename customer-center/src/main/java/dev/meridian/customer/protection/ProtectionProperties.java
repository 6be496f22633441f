package dev.meridian.customer.protection;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The secrets of this center, each 32 bytes in Base64.
 *
 * @param keyEncryptionKey wraps data keys, once it is active
 * @param keyEncryptionKeyId names it; a new key has a new name
 * @param activeKeyEncryptionKeyId the name of the key that wraps and closes; null for the above. Naming an earlier one lets
 *     every instance know a new key before any uses it
 * @param earlierKeyEncryptionKeys by name, keys that no longer wrap and still open
 * @param blindIndexKey makes the blind index; changing it means indexing every identifier anew
 */
@ConfigurationProperties("meridian.customer.protection")
record ProtectionProperties(
        String keyEncryptionKey,
        @DefaultValue("1") String keyEncryptionKeyId,
        @Nullable String activeKeyEncryptionKeyId,
        @DefaultValue Map<String, String> earlierKeyEncryptionKeys,
        String blindIndexKey) {

    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    ProtectionProperties {
        earlierKeyEncryptionKeys = Map.copyOf(earlierKeyEncryptionKeys);
        requireKey("key-encryption-key", keyEncryptionKey);
        requireKey("blind-index-key", blindIndexKey);
        requireId(keyEncryptionKeyId);
        earlierKeyEncryptionKeys.forEach((id, key) -> {
            requireId(id);
            requireKey("earlier-key-encryption-keys." + id, key);
        });
        if (earlierKeyEncryptionKeys.containsKey(keyEncryptionKeyId)) {
            throw new IllegalArgumentException("Two key-encryption keys have the name " + keyEncryptionKeyId);
        }
        if (activeKeyEncryptionKeyId != null && activeKeyEncryptionKeyId.isBlank()) {
            activeKeyEncryptionKeyId = null;
        }
        if (activeKeyEncryptionKeyId != null
                && !activeKeyEncryptionKeyId.equals(keyEncryptionKeyId)
                && !earlierKeyEncryptionKeys.containsKey(activeKeyEncryptionKeyId)) {
            throw new IllegalArgumentException("There is no key-encryption key named " + activeKeyEncryptionKeyId);
        }
    }

    /** The name of the key that wraps and closes. */
    String activeId() {
        return activeKeyEncryptionKeyId == null ? keyEncryptionKeyId : activeKeyEncryptionKeyId;
    }

    /** All key-encryption keys by name. */
    Map<String, byte[]> keyEncryptionKeys() {
        Map<String, byte[]> keys = new HashMap<>();
        earlierKeyEncryptionKeys.forEach(
                (id, key) -> keys.put(id, Base64.getDecoder().decode(key)));
        keys.put(keyEncryptionKeyId, Base64.getDecoder().decode(keyEncryptionKey));
        return keys;
    }

    byte[] blindIndexKeyBytes() {
        return Base64.getDecoder().decode(blindIndexKey);
    }

    private static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("A key-encryption key is named by 1 to 32 letters, digits, - or _");
        }
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
