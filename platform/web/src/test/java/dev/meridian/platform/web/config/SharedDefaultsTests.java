package dev.meridian.platform.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.CenterTest;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@CenterTest
class SharedDefaultsTests {

    private final Environment environment;
    private final JdbcClient jdbc;

    SharedDefaultsTests(Environment environment, JdbcClient jdbc) {
        this.environment = environment;
        this.jdbc = jdbc;
    }

    @Test
    void a_center_wins_over_the_defaults_it_imports() {
        assertThat(environment.getProperty("meridian.database.migrations")).contains("db/migration/probe");
        assertThat(environment.getProperty("spring.datasource.hikari.connection-timeout"))
                .isEqualTo("1500");
    }

    @Test
    void what_a_center_does_not_say_is_as_the_defaults_say() {
        assertThat(environment.getProperty("spring.threads.virtual.enabled")).isEqualTo("true");
        assertThat(environment.getProperty("server.shutdown")).isEqualTo("graceful");
        assertThat(environment.getProperty("management.otlp.metrics.export.enabled"))
                .isEqualTo("false");
    }

    @Test
    void no_statement_lock_or_idle_transaction_holds_a_connection_for_ever() {
        assertThat(setting("statement_timeout")).isEqualTo("15s");
        assertThat(setting("lock_timeout")).isEqualTo("5s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("1min");
        assertThat(setting("application_name")).isEqualTo("probe");
    }

    private String setting(String name) {
        return jdbc.sql("select current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }
}
