package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {

    @TempDir
    Path folder;

    @Test
    void a_secret_is_made_once_and_found_again() throws Exception {
        Secrets first = secrets();
        String password = first.password("one");
        String key = first.key("two");
        first.store();

        Secrets second = secrets();

        assertThat(second.password("one")).isEqualTo(password).hasSizeGreaterThan(40);
        assertThat(second.key("two")).isEqualTo(key);
        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(second.password("three")).isNotEqualTo(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets"))))
                .isEqualTo("rw-------");
    }

    @Test
    void looking_at_a_fleet_that_was_never_started_writes_nothing() {
        assertThat(secrets().password("one")).isNotEmpty();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void of_two_launchers_the_second_does_not_overwrite_the_secrets_of_the_first() {
        Secrets first = secrets();
        Secrets second = secrets();
        assertThat(first.password("one")).isNotEqualTo(second.password("one"));
        first.store();

        assertThatThrownBy(second::store).isInstanceOf(FleetException.class).hasMessageContaining("once more");
        assertThat(secrets().password("one")).isEqualTo(first.password("one"));
    }

    private Secrets secrets() {
        return new Secrets(folder.resolve("secrets"), new SecureRandom());
    }
}
