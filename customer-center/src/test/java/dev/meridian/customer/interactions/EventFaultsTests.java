package dev.meridian.customer.interactions;

import static dev.meridian.customer.CustomerCalls.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestTokens;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which events are refused, and how it is said. */
@CenterTest
class EventFaultsTests {

    private static final String EVENTS = "/api/events";

    private final ApiClient aurora;
    private final ApiClient group;

    EventFaultsTests(ApiClient api) {
        this.aurora = api.as(TestTokens.brand("aurora", "event:write"));
        this.group = api.as(TestTokens.group("event:write"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"\"}|/id|required",
                "{\"id\":\"LONG\"}|/id|too_long",
                "{\"id\":7}|/id|wrong_type",
                "{\"id\":\"a\\u0000b\"}|/id|invalid_character",
                "{\"id\":\"\\ud800\"}|/id|invalid_character",
                "{\"type\":\"OrderPaid\"}|/type|invalid_event_type",
                "{\"type\":\"order\"}|/type|invalid_event_type",
                "{\"type\":null}|/type|required",
                "{\"occurredAt\":\"yesterday\"}|/occurredAt|invalid_instant",
                "{\"occurredAt\":\"2026-03-02T16:15:00\"}|/occurredAt|invalid_instant",
                "{\"occurredAt\":1772438400}|/occurredAt|wrong_type",
                "{\"occurredAt\":\"9999-01-01T00:00:00Z\"}|/occurredAt|too_late",
                "{\"occurredAt\":\"1815-12-10T00:00:00Z\"}|/occurredAt|too_early",
                "{\"occurredAt\":\"+1000000-01-01T00:00:00Z\"}|/occurredAt|too_late",
                "{\"channel\":\"pigeon\"}|/channel|unknown_channel",
                "{\"identifiers\":[]}|/identifiers|required",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"undefined\"}]}|/identifiers|no_usable_identifier",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"110\"}]}|/identifiers/0/value|invalid_phone",
                "{\"properties\":[]}|/properties|wrong_type",
                "{\"properties\":{\"a\":{\"b\":{\"c\":{}}}}}|/properties/a/b/c|too_deep",
                "{\"properties\":{\"a\":1e400}}|/properties/a|number_out_of_range",
                "{\"properties\":{\"a\":1e-400}}|/properties/a|number_out_of_range",
                "{\"properties\":{\"a\":\"x\\u0000\"}}|/properties/a|invalid_character",
                "{\"properties\":{\"a\":[\"\\udc00\"]}}|/properties/a/0|invalid_character",
                "{\"properties\":{\"\":1}}|/properties|invalid_key",
                "{\"properties\":{\"big\":\"HUGE\"}}|/properties|too_large",
                "{\"properties\":{\"amount\":\"12,50\"}}|/properties/amount|wrong_type",
                "{\"properties\":{\"amount\":0.30000000000000004}}|/properties/amount|too_precise",
                "{\"properties\":{\"amount\":-1}}|/properties/amount|number_out_of_limits",
                "{\"properties\":{\"lines\":[{\"lineId\":\"1\"}]}}|/properties/lines/0/sku|required",
                "{\"historical\":\"yes\"}|/historical|wrong_type",
                "{\"occurredAt\":\"-999999999-01-01T00:00:00Z\"}|/occurredAt|too_early",
                "{\"occurredAt\":\"-999999999-01-01T00:00:00+18:00\"}|/occurredAt|too_early",
                "{\"occurredAt\":\"+999999999-12-31T23:59:59-18:00\"}|/occurredAt|too_late",
                "{\"brand\":\"boreal\"}|/brand|unknown_field"
            })
    void a_faulty_event_is_refused_with_a_pointer_and_nothing_of_it_is_stored(
            String change, String pointer, String code) {
        Map<String, Object> event = new HashMap<>(
                order(UUID.randomUUID().toString(), 1, Person.unseen().byPhone()));
        String changed = change.replace("LONG", "x".repeat(129)).replace("HUGE", "y".repeat(33_000));
        String body = merged(event, changed);

        JsonNode problem = aurora.unchecked()
                .post(EVENTS)
                .body(body)
                .send()
                .expectProblem(422, "invalid_request")
                .json();
        JsonNode inBatch = aurora.unchecked()
                .post(EVENTS)
                .body("[" + body + "]")
                .send()
                .expect(202)
                .json();

        assertThat(problem.path("errors")).anySatisfy(error -> {
            assertThat(error.path("pointer").asString()).isEqualTo(pointer);
            assertThat(error.path("code").asString()).isEqualTo(code);
            assertThat(error.path("detail").asString()).isNotBlank().isNotEqualTo(code.replace('_', ' '));
        });
        assertThat(inBatch.path("accepted").asInt()).isZero();
        assertThat(inBatch.path("rejected").path(0).path("problem").path("errors"))
                .isEqualTo(problem.path("errors"));
    }

    @Test
    void a_body_of_a_million_empty_events_is_refused_at_the_five_hundred_and_first() {
        String million = "[" + "{},".repeat(1_000_000) + "{}]";

        aurora.unchecked().post(EVENTS).body(million).send().expectProblem(422, "too_many_events");
    }

    @Test
    void an_event_of_a_million_parts_is_refused_alone_and_unread() {
        String good = OwnJson.write(
                order(UUID.randomUUID().toString(), 1, Person.unseen().byPhone()));
        String bomb = "{\"properties\":{\"a\":[" + "[],".repeat(1_000_000) + "[]]}}";

        JsonNode answer = aurora.unchecked()
                .post(EVENTS)
                .body("[" + good + "," + bomb + "," + good.replace("\"id\":\"", "\"id\":\"x") + "]")
                .send()
                .expect(202)
                .json();

        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("rejected").path(0).path("index").asInt()).isEqualTo(1);
        assertThat(answer.path("rejected")
                        .path(0)
                        .path("problem")
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("too_complex");
    }

    @Test
    void an_event_with_thousands_of_faults_is_answered_with_a_few() {
        StringBuilder strange = new StringBuilder("{");
        for (int i = 0; i < 2_000; i++) {
            strange.append("\"f").append(i).append("\":1,");
        }
        assertThat(aurora.unchecked()
                        .post(EVENTS)
                        .body(strange.append("\"z\":1}").toString())
                        .send()
                        .expectProblem(422, "invalid_request")
                        .json()
                        .path("errors")
                        .size())
                .isBetween(1, 20);
    }

    @Test
    void a_whole_call_is_refused_when_it_is_no_batch_of_events() {
        ApiClient free = aurora.unchecked();
        free.post(EVENTS).body("[]").send().expectProblem(422, "invalid_request");
        free.post(EVENTS).body("\"x\"").send().expectProblem(422, "invalid_request");
        free.post(EVENTS).body("[{]").send().expectProblem(400, "malformed_request");
        free.post(EVENTS).body("").send().expectProblem(400, "malformed_request");
        free.post(EVENTS).body(Collections.nCopies(501, Map.of())).send().expectProblem(422, "too_many_events");
        free.post(EVENTS).body("text/csv", new byte[] {'x'}).send().expectProblem(415, "unsupported_media_type");
        group.post(EVENTS).body(order("x", 1, Person.unseen().byPhone())).send().expectProblem(403, "brand_required");
    }

    /** The event as JSON text with some of its fields replaced; JSON escapes stay as they are written. */
    private static String merged(Map<String, Object> event, String change) {
        String name = change.substring(2, change.indexOf('"', 2));
        Map<String, Object> rest = new HashMap<>(event);
        rest.remove(name);
        String json = OwnJson.write(rest);
        return json.substring(0, json.length() - 1) + "," + change.substring(1);
    }
}
