package dev.meridian.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiClientTests {

    private static final String CONTRACT = """
            openapi: 3.1.0
            info: {title: Shop, version: '1'}
            paths:
              /api/things/special:
                get:
                  responses:
                    '204': {description: nothing}
              /api/things/{id}:
                parameters:
                  - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
                get:
                  parameters:
                    - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 500}}
                    - {name: kind, in: query, required: true, schema: {$ref: '#/components/schemas/Kind'}}
                  responses:
                    '200':
                      description: it
                      headers:
                        ETag: {required: true, schema: {type: string}}
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Thing'}
                    default: {$ref: '#/components/responses/Problem'}
                put:
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {$ref: '#/components/schemas/Thing'}
                  responses:
                    '204': {description: stored}
                    '4XX': {$ref: '#/components/responses/Problem'}
            components:
              responses:
                Problem:
                  description: a problem
                  content:
                    application/problem+json:
                      schema: {type: object, required: [code]}
              schemas:
                Kind: {type: string, enum: [red, blue]}
                Thing:
                  type: object
                  additionalProperties: false
                  required: [id, kind]
                  properties:
                    id: {type: string, format: uuid}
                    kind: {$ref: '#/components/schemas/Kind'}
                    at: {type: string, format: date-time}
            """;
    private static final String ID = "0199d3c4-7a10-7c3e-9b1a-2f6d1c0a4e51";
    private static final String THING = "{\"id\":\"" + ID + "\",\"kind\":\"red\"}";
    private static final String PROBLEM = """
            {"type":"https://meridian.dev/problems/not_found","title":"Not found","status":404,"code":"not_found",
             "requestId":"r-1","retryable":false}""";

    private HttpServer server;
    private ApiClient api;
    private volatile int status = 200;
    private volatile String contentType = "application/json";
    private volatile String body = THING;
    private volatile Map<String, String> headers = Map.of("ETag", "\"1\"");
    private volatile String seenQuery = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                seenQuery = String.valueOf(exchange.getRequestURI().getRawQuery());
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", contentType);
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        api = ApiClient.of(
                () -> address, List.of(OpenApiContract.parse("shop", CONTRACT.getBytes(StandardCharsets.UTF_8))));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_call_and_an_answer_that_keep_the_contract_pass() {
        ApiResponse answer = get().query("limit", 500).send().expect(200);
        assertThat(answer.json().path("kind").asString()).isEqualTo("red");
        assertThat(answer.header("etag")).contains("\"1\"");
    }

    @Test
    void values_are_encoded_on_the_way() {
        ApiResponse ignored = api.unchecked()
                .get("/api/things/{id}", ID)
                .query("kind", "+86 1")
                .send();
        assertThat(seenQuery).isEqualTo("kind=%2B86%201");
    }

    @Test
    void an_exact_path_wins_over_one_with_variables() {
        answer(204, "application/json", "");
        assertThat(api.get("/api/things/special").send().status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0&kind=red | minimum",
                "limit=many&kind=red | integer",
                "limit=2 | kind is missing",
                "kind=green | kind",
                "kind=red&colour=red | colour is not documented"
            })
    void a_wrong_parameter_is_found_before_it_is_sent(String query, String fault) {
        assertThatThrownBy(() -> api.get("/api/things/" + ID + "?" + query).send())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("request breaks the contract")
                .hasMessageContaining(fault);
    }

    @Test
    void a_wrong_path_variable_is_found_before_it_is_sent() {
        assertThatThrownBy(() -> api.get("/api/things/{id}", "no-uuid")
                        .query("kind", "red")
                        .send())
                .hasMessageContaining("parameter id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"" + ID + "\"}",
                "{\"id\":\"" + ID + "\",\"kind\":\"red\",\"more\":1}",
                "{\"id\":\"x\",\"kind\":\"red\"}",
                "{\"id\":\"" + ID + "\",\"kind\":\"red\",\"at\":\"yesterday\"}",
                "[]",
                "{"
            })
    void a_wrong_body_is_found_in_requests_and_in_answers(String wrong) {
        assertThatThrownBy(() -> api.put("/api/things/{id}", ID).body(wrong).send())
                .hasMessageContaining("request breaks the contract");
        body = wrong;
        assertThatThrownBy(() -> get().send()).hasMessageContaining("breaks the contract");
    }

    @Test
    void a_missing_body_and_an_unknown_media_type_are_found() {
        assertThatThrownBy(() -> api.put("/api/things/{id}", ID).send()).hasMessageContaining("body is missing");
        assertThatThrownBy(() -> api.put("/api/things/{id}", ID)
                        .body("text/csv", new byte[] {1})
                        .send())
                .hasMessageContaining("'text/csv' is not documented");
        contentType = "text/html";
        assertThatThrownBy(() -> get().send()).hasMessageContaining("'text/html' is not documented");
    }

    @Test
    void an_undocumented_status_is_found() {
        answer(200, "application/json", THING);
        assertThatThrownBy(() -> api.put("/api/things/{id}", ID).body(THING).send())
                .hasMessageContaining("status 200 is not documented");
    }

    @Test
    void a_missing_answer_header_is_found() {
        headers = Map.of();
        assertThatThrownBy(() -> get().send()).hasMessageContaining("header ETag is missing");
    }

    @Test
    void a_problem_has_the_shape_of_problems() {
        answer(404, ProblemShape.MEDIA_TYPE, PROBLEM);
        get().send().expectProblem(404, "not_found");
        body = "{\"code\":\"not_found\"}";
        assertThatThrownBy(() -> get().send())
                .hasMessageContaining("/title is missing")
                .hasMessageContaining("/status is not 404");
    }

    @Test
    void deliberate_nonsense_may_be_sent_and_is_still_judged_by_its_answer() {
        answer(422, ProblemShape.MEDIA_TYPE, PROBLEM.replace("404", "422"));
        ApiResponse refused =
                api.unchecked().put("/api/things/{id}", ID).body("{").send();
        assertThat(refused.status()).isEqualTo(422);
        answer(500, ProblemShape.MEDIA_TYPE, PROBLEM.replace("404", "500"));
        assertThatThrownBy(() ->
                        api.unchecked().put("/api/things/{id}", ID).body("{").send())
                .hasMessageContaining("status 500 is not documented");
    }

    @Test
    void a_path_nobody_documents_may_only_be_refused() {
        assertThatThrownBy(() -> api.get("/api/nothing").send()).hasMessageContaining("No contract knows");
        assertThatThrownBy(() -> api.unchecked().get("/api/nothing").send()).hasMessageContaining("answered with 200");
        answer(404, ProblemShape.MEDIA_TYPE, PROBLEM);
        api.unchecked().get("/api/nothing").send().expectProblem(404, "not_found");
    }

    @Test
    void variables_must_fit_the_path() {
        assertThatThrownBy(() -> api.get("/api/things/{id}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> api.get("/api/things", ID)).isInstanceOf(IllegalArgumentException.class);
    }

    private ApiRequest get() {
        return api.get("/api/things/{id}", ID).query("kind", "red");
    }

    private void answer(int newStatus, String newType, String newBody) {
        status = newStatus;
        contentType = newType;
        body = newBody;
    }
}
