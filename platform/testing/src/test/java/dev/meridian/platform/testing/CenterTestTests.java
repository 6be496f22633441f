package dev.meridian.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.testing.app.TinyCenter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

@CenterTest
@SpringBootTest(classes = TinyCenter.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(properties = "spring.application.name=tiny-center")
class CenterTestTests {

    private static final String CREATED = "meridian.customer.profile.created.v1";
    private static final String TOPIC = "meridian.customer.profile";

    private final ApiClient api;
    private final EventProbe events;
    private final TestDatabase database;

    CenterTestTests(ApiClient api, EventProbe events, TestDatabase database) {
        this.api = api;
        this.events = events;
        this.database = database;
    }

    @Test
    void a_center_is_told_where_everything_is() {
        assertThat(setting("MERIDIAN_DB_URL")).isEqualTo(database.database().url());
        assertThat(setting("MERIDIAN_DB_USER")).isEqualTo(database.database().user());
        assertThat(setting("MERIDIAN_DB_OWNER"))
                .as("what serves does not know who owns the schema")
                .isEmpty();
        assertThat(setting("MERIDIAN_TOPIC_PREFIX")).isEqualTo(events.prefix()).isNotBlank();
        assertThat(setting("meridian.security.issuers[0].issuer")).isEqualTo(TestTokens.issuer());
        assertThat(Base64.getDecoder().decode(setting("MERIDIAN_BLIND_INDEX_KEY")))
                .hasSize(32);
    }

    @Test
    void the_database_is_empty_and_its_app_role_owns_nothing() throws SQLException {
        assertThat(database.number("select count(*) from information_schema.tables where table_schema = 'public'"))
                .isZero();
        var made = database.database();
        try (Connection app = DriverManager.getConnection(made.url(), made.user(), made.password());
                var statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create table mine (id int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
        assertThat(database.rows("select rolsuper, rolbypassrls from pg_roles where rolname = ?", made.user()))
                .containsExactly(Map.of("rolsuper", false, "rolbypassrls", false));
    }

    @Test
    void an_event_that_is_sent_is_received_as_it_was() {
        UUID customer = UUID.randomUUID();
        TestEvent sent = TestEvent.of(
                        TOPIC, CREATED, customer, Map.of("customerId", customer, "createdAt", "2026-01-02T03:04:05Z"))
                .withSequence(7)
                .withBrand("aurora");
        events.send(sent);
        ReceivedEvent received = events.await(CREATED, event -> event.key().equals(customer.toString()));
        assertThat(received.id()).isEqualTo(sent.id());
        assertThat(received.sequence()).isEqualTo(7);
        assertThat(received.brand()).contains("aurora");
        assertThat(received.time()).isEqualTo(sent.time());
        assertThat(received.data()).isEqualTo(sent.data());
        assertThat(received.faults()).isEmpty();
        events.expectExactly(1, CREATED, event -> event.id().equals(sent.id()), Duration.ofMillis(300));
    }

    @Test
    void an_invalid_event_is_not_sent_by_mistake_but_can_be_on_purpose() {
        TestEvent poison = TestEvent.of(TOPIC, CREATED, "poison", Map.of("customerId", "nobody"));
        assertThatThrownBy(() -> events.send(poison))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("breaks its schema");
        events.sendUnchecked(poison);
        assertThat(events.await(CREATED, event -> event.key().equals("poison")).faults())
                .isNotEmpty();
    }

    @Test
    void an_event_of_the_center_that_breaks_its_schema_fails_the_waiting_test() {
        try (EventProbe fresh = new EventProbe(setting("MERIDIAN_KAFKA"), "other-" + events.prefix());
                EventProbe center = new EventProbe(setting("MERIDIAN_KAFKA"), "other-" + events.prefix())) {
            center.sendRaw("meridian.tiny.own", "k", Map.of("ce_type", CREATED), "{}".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> fresh.await(CREATED, event -> false))
                    .hasStackTraceContaining("breaks its contract")
                    .hasStackTraceContaining("ce_specversion");
        }
    }

    @Test
    void a_dead_letter_is_found_and_not_judged() {
        events.sendRaw(TOPIC + ".dlt", "dead", Map.of(), new byte[] {1});
        assertThat(events.awaitDeadLetter(TOPIC, event -> event.key().equals("dead"))
                        .body())
                .containsExactly(1);
    }

    @Test
    void topics_of_other_centers_exist_before_the_center_starts() {
        assertThat(TestTopics.heardFromOthers("tiny-center")).isEqualTo(Set.of(TOPIC));
        assertThat(TestTopics.heardFromOthers("nobody")).isEmpty();
    }

    @Test
    void brand_isolation_finds_data_and_words_that_give_a_foreign_id_away() {
        BrandIsolation notes = BrandIsolation.of(api).without("readSetting", "it is not about brands");
        notes.id("id", "well-kept", "unknown").verify();
        assertThatThrownBy(() -> notes.id("id", TinyCenter.LEAKY_NOTE, "unknown")
                        .secret("Aurora's secret")
                        .verify())
                .hasMessageContaining("contains another brand's 'Aurora's secret'")
                .hasMessageContaining("another brand's data was answered")
                .hasMessageContaining("but an unknown one");
        assertThatThrownBy(() ->
                        notes.id("id", TinyCenter.WHISPERED_NOTE, "unknown").verify())
                .hasMessageContaining("Not yours");
    }

    @Test
    void brand_isolation_leaves_no_operation_out_by_silence() {
        BrandIsolation silent = BrandIsolation.of(api).id("id", "well-kept", "unknown");
        assertThatThrownBy(silent::verify).hasMessageContaining("readSetting: no id was given for {name}");
        assertThatThrownBy(() -> silent.without("readSetting", "not about brands")
                        .without("gone", "was removed")
                        .verify())
                .hasMessageContaining("gone is left out and is no operation");
    }

    private String setting(String name) {
        return api.get("/api/settings/{name}", name)
                .send()
                .expect(200)
                .json()
                .path("value")
                .asString();
    }
}
