package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.e2e.Gateway.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request, the answer says so clearly, and nothing is stored. */
class BadInputJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    private static final String JSON = "application/json";
    private static final String CUSTOMER = "/api/customers/" + UUID.randomUUID();

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("malformed JSON", "POST", "/api/events", "{\"id\": ", JSON, 400, "malformed_request"),
                Arguments.of(
                        "an unknown field",
                        "POST",
                        "/api/customers/identify",
                        "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"13900000001\"}],\"nickname\":\"x\"}",
                        JSON,
                        422,
                        "invalid_request"),
                Arguments.of(
                        "a number where text belongs",
                        "POST",
                        "/api/customers/identify",
                        "{\"identifiers\":[{\"type\":\"phone\",\"value\":{\"a\":1}}]}",
                        JSON,
                        422,
                        "invalid_request"),
                Arguments.of(
                        "an unknown identifier type",
                        "POST",
                        "/api/customers/identify",
                        "{\"identifiers\":[{\"type\":\"shoe_size\",\"value\":\"42\"}]}",
                        JSON,
                        422,
                        "invalid_request"),
                Arguments.of(
                        "the wrong content type",
                        "POST",
                        "/api/events",
                        "[]",
                        "text/plain",
                        415,
                        "unsupported_media_type"),
                Arguments.of(
                        "an oversized body",
                        "POST",
                        "/api/customers/identify",
                        "{\"identifiers\":[],\"attributes\":{\"name\":\"" + "x".repeat(2 << 20) + "\"}}",
                        JSON,
                        413,
                        "payload_too_large"),
                Arguments.of("an unknown customer", "GET", CUSTOMER, null, JSON, 404, "not_found"),
                Arguments.of(
                        "an unknown customer's overview", "GET", CUSTOMER + "/overview", null, JSON, 404, "not_found"),
                Arguments.of("an unknown path", "GET", "/api/nothing-here", null, JSON, 404, "not_found"),
                Arguments.of("an inner path", "GET", "/actuator/env", null, JSON, 404, "not_found"),
                Arguments.of(
                        "an unknown member", "GET", "/api/members/" + UUID.randomUUID(), null, JSON, 404, "not_found"),
                Arguments.of("an unknown segment", "GET", "/api/segments/never-made", null, JSON, 404, "not_found"),
                Arguments.of(
                        "a rule that does not parse",
                        "POST",
                        "/api/segments/preview",
                        "{\"rule\":{\"some\":[]}}",
                        JSON,
                        422,
                        "invalid_rule"),
                Arguments.of("a bad cursor", "GET", "/api/segments?cursor=%21%21", null, JSON, 400, "invalid_cursor"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void is_refused_with_a_stable_code_and_a_text_in_both_languages(
            String what, String method, String path, String body, String contentType, int status, String code) {
        Gateway.As aurora = FLEET.gateway().as("AURORA");

        Answer english = aurora.call(method, path, body, Map.of("Content-Type", contentType, "Accept-Language", "en"));
        Answer chinese =
                aurora.call(method, path, body, Map.of("Content-Type", contentType, "Accept-Language", "zh-CN"));

        for (Answer answer : List.of(english, chinese)) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.raw().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.body().path("requestId").asString()).isNotEmpty();
            assertThat(answer.raw().body())
                    .doesNotContain("Exception", "\tat ", "org.springframework", "dev.meridian.");
        }
        assertThat(english.body().path("title").asString()).matches("\\p{ASCII}+");
        assertThat(chinese.body().path("title").asString()).matches(".*\\p{IsHan}.*");
        assertThat(chinese.body().path("detail").asString()).matches(".*\\p{IsHan}.*");
    }

    @ParameterizedTest(name = "token \"{0}\"")
    @MethodSource("badTokens")
    void a_bad_token_is_not_let_in(String authorization) {
        for (String path : List.of(CUSTOMER, CUSTOMER + "/overview", "/api/segments")) {
            Answer answer = FLEET.gateway().with(authorization).get(path);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isIn("unauthenticated", "invalid_token");
        }
    }

    static Stream<String> badTokens() {
        String valid = FLEET.gateway().token("AURORA");
        String[] parts = valid.split("\\.");
        String tampered = parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse();
        String unsigned = "eyJhbGciOiJub25lIn0." + parts[1] + ".";
        return Stream.of("", "Bearer nonsense", "Bearer " + tampered, "Bearer " + unsigned, "Basic YTpi");
    }

    @Test
    void a_scope_that_the_token_lacks_is_forbidden() {
        Answer answer = FLEET.gateway()
                .as("MARKETER")
                .post("/api/events", List.of(Person.order("x", "2026-01-01T00:00:00Z", 1, List.of())));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
    }

    @Test
    void a_refused_request_stores_nothing() {
        Gateway.As aurora = FLEET.gateway().as("AURORA");
        Person person = Person.unseen();

        Answer refused = aurora.post(
                "/api/customers/identify",
                Map.of("identifiers", List.of(person.byPhone()), "attributes", Map.of("shoeSize", 42)));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/attributes/shoeSize");
        assertThat(aurora.lookup("phone", person.phone()).status()).isEqualTo(404);
    }
}
