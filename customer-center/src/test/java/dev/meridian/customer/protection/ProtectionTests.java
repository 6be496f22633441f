package dev.meridian.customer.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.messaging.TransientFailure;
import dev.meridian.platform.problems.CapabilityUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class ProtectionTests {

    private static final ProtectionProperties ONE = keys(1);
    private static final ProtectionProperties TWO = keys(2);

    @Test
    void a_value_comes_back_from_its_own_place_only() {
        SubjectKey key = new KeyEncryption(ONE).newKey(UUID.randomUUID()).key();
        byte[] cipher = key.encrypt("identifier/cipher/1", "+8613800138000");

        assertThat(key.decrypt("identifier/cipher/1", cipher)).isEqualTo("+8613800138000");
        assertThatThrownBy(() -> key.decrypt("identifier/cipher/2", cipher)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void equal_values_have_different_ciphertexts_and_equal_indexes() {
        SubjectKey key = new KeyEncryption(ONE).newKey(UUID.randomUUID()).key();
        BlindIndex index = new BlindIndex(ONE);

        assertThat(key.encrypt("p", "v")).isNotEqualTo(key.encrypt("p", "v"));
        assertThat(index.of("phone", "", "v"))
                .isEqualTo(index.of("phone", "", "v"))
                .hasSize(32);
        assertThat(index.of("phone", "", "v"))
                .isNotEqualTo(index.of("email", "", "v"))
                .isNotEqualTo(index.of("phone", "aurora", "v"))
                .isNotEqualTo(new BlindIndex(TWO).of("phone", "", "v"));
    }

    @Test
    void a_data_key_opens_with_its_key_encryption_key_and_under_its_own_id_only() {
        UUID id = UUID.randomUUID();
        KeyEncryption.Wrapped wrapped = new KeyEncryption(ONE).newKey(id);
        byte[] cipher = wrapped.key().encrypt("p", "v");

        assertThat(new KeyEncryption(ONE).unwrap(id, "1", wrapped.bytes()).decrypt("p", cipher))
                .isEqualTo("v");
        assertThatThrownBy(() -> new KeyEncryption(TWO).unwrap(id, "1", wrapped.bytes()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new KeyEncryption(ONE).unwrap(UUID.randomUUID(), "1", wrapped.bytes()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_sealed_event_opens_under_its_own_label_only() {
        Seal seal = new Seal(new KeyEncryption(ONE));
        String sealed = seal.close("aurora|1", "content".getBytes(StandardCharsets.UTF_8));

        assertThat(seal.open("aurora|1", sealed)).asString().isEqualTo("content");
        assertThatThrownBy(() -> seal.open("boreal|1", sealed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seal.open("aurora|1", "garbage")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_sealed_event_waits_for_a_key_that_is_not_here_and_is_never_condemned_for_it() {
        Seal first = new Seal(new KeyEncryption(ONE));
        ProtectionProperties rotated = new ProtectionProperties(
                TWO.keyEncryptionKey(), "2", null, Map.of("1", ONE.keyEncryptionKey()), ONE.blindIndexKey());
        Seal second = new Seal(new KeyEncryption(rotated));
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        String early = first.close("aurora|1", content);
        String late = second.close("aurora|1", content);

        assertThat(second.open("aurora|1", early)).isEqualTo(content);
        assertThat(second.open("aurora|1", late)).isEqualTo(content);
        // As it was closed before keys had names.
        assertThat(second.open("aurora|1", early.substring(early.indexOf('.') + 1)))
                .isEqualTo(content);
        assertThatThrownBy(() -> first.open("aurora|1", late))
                .isInstanceOf(CapabilityUnavailableException.class)
                .hasCauseInstanceOf(TransientFailure.class);
    }

    @Test
    void a_key_of_the_wrong_size_is_refused_without_showing_it() {
        assertThatThrownBy(() -> new ProtectionProperties("c2VjcmV0", "1", null, Map.of(), ONE.blindIndexKey()))
                .hasMessageContaining("key-encryption-key")
                .hasMessageNotContaining("c2VjcmV0");
        assertThat(ONE.toString()).doesNotContain(ONE.keyEncryptionKey());
    }

    @Test
    void keys_are_read_from_the_variables_that_the_runbook_names() throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "MERIDIAN_KEY_ENCRYPTION_KEY", TWO.keyEncryptionKey(),
                                "MERIDIAN_KEY_ENCRYPTION_KEY_ID", "2",
                                "MERIDIAN_ACTIVE_KEY_ENCRYPTION_KEY_ID", "1",
                                "MERIDIAN_CUSTOMER_PROTECTION_EARLIERKEYENCRYPTIONKEYS_1", ONE.keyEncryptionKey(),
                                "MERIDIAN_BLIND_INDEX_KEY", ONE.blindIndexKey())));
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .forEach(sources::addLast);

        ProtectionProperties bound = Binder.get(environment)
                .bind("meridian.customer.protection", ProtectionProperties.class)
                .get();

        assertThat(bound)
                .isEqualTo(new ProtectionProperties(
                        TWO.keyEncryptionKey(), "2", "1", Map.of("1", ONE.keyEncryptionKey()), ONE.blindIndexKey()));
        assertThat(new KeyEncryption(bound).currentId()).isEqualTo("1");
    }

    private static ProtectionProperties keys(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        byte[] index = new byte[32];
        Arrays.fill(index, (byte) (fill + 100));
        return new ProtectionProperties(
                Base64.getEncoder().encodeToString(key),
                "1",
                null,
                Map.of(),
                Base64.getEncoder().encodeToString(index));
    }
}
