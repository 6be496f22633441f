package dev.meridian.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import dev.meridian.platform.web.requests.Cursor;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@CenterTest
@org.junit.jupiter.api.extension.ExtendWith(OutputCaptureExtension.class)
class ProblemAnswersTests {

    private static final String TOKEN = TestTokens.brand("aurora", "note:read", "note:write");

    private final ProbeClient client;
    private final TestDatabase database;
    private final int port;

    ProblemAnswersTests(@LocalServerPort int port, TestDatabase database) {
        this.client = new ProbeClient(port);
        this.database = database;
        this.port = port;
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("{\"text\": ", 400, "malformed_request", "", ""),
                Arguments.of("", 400, "malformed_request", "", ""),
                Arguments.of("[]", 400, "malformed_request", "", ""),
                Arguments.of("\"text\"", 400, "malformed_request", "", ""),
                Arguments.of("{\"text\": \"a\"} x", 400, "malformed_request", "", ""),
                Arguments.of(
                        "{\"text\": \"a\", \"nonsense\": 1}", 422, "invalid_request", "/nonsense", "unknown_field"),
                Arguments.of("{\"text\": \"a\", \"a/b~c\": 1}", 422, "invalid_request", "/a~1b~0c", "unknown_field"),
                Arguments.of("{}", 422, "invalid_request", "/text", "required"),
                Arguments.of("{\"text\": null}", 422, "invalid_request", "/text", "required"),
                Arguments.of("{\"text\": {}}", 422, "invalid_request", "/text", "wrong_type"),
                Arguments.of("{\"text\": 5}", 422, "invalid_request", "/text", "wrong_type"),
                Arguments.of("{\"text\": \"a\", \"count\": \"5\"}", 422, "invalid_request", "/count", "wrong_type"),
                Arguments.of(
                        "{\"text\": \"a\", \"count\": 99999999999}", 422, "invalid_request", "/count", "out_of_range"),
                Arguments.of("{\"text\": \"a\", \"about\": \"x\"}", 422, "invalid_request", "/about", "invalid_format"),
                Arguments.of("{\"text\": \"a\", \"kind\": \"LOUD\"}", 422, "invalid_request", "/kind", "unknown_value"),
                Arguments.of("{\"text\": \"a\", \"kind\": 1}", 422, "invalid_request", "/kind", "unknown_value"),
                Arguments.of(
                        "{\"text\": \"a\", \"lines\": [{\"value\": \"v\", \"width\": 1}, {\"value\": \"v\"}]}",
                        422,
                        "invalid_request",
                        "/lines/1/width",
                        "required"),
                Arguments.of(
                        "{\"text\": \"a\", \"lines\": [{\"width\": 1}]}",
                        422,
                        "invalid_request",
                        "/lines/0/value",
                        "required"),
                Arguments.of("{\"text\": \"a\", \"lines\": {}}", 422, "invalid_request", "/lines", "wrong_type"),
                Arguments.of(
                        "{\"text\": \"a\", \"marks\": {\"x\": \"y\"}}",
                        422,
                        "invalid_request",
                        "/marks/x",
                        "wrong_type"));
    }

    @ParameterizedTest(name = "{0} is {2} {3} {4}")
    @MethodSource("wrongBodies")
    void a_wrong_body_is_explained_and_stores_nothing(
            String body, int status, String code, String pointer, String fieldCode) {
        long before = database.number("select count(*) from note");
        ProbeClient.Answer answer = client.post("/api/notes", TOKEN, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        if (!pointer.isEmpty()) {
            JsonNode error = answer.json().path("errors").path(0);
            assertThat(error.path("pointer").asString()).isEqualTo(pointer);
            assertThat(error.path("code").asString()).isEqualTo(fieldCode);
            assertThat(error.path("detail").asString()).isNotBlank();
        }
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("tools.jackson");
        assertThat(database.number("select count(*) from note")).isEqualTo(before);
    }

    @Test
    void every_member_of_a_problem_is_there() {
        JsonNode problem = client.get("/api/notes/00000000-0000-0000-0000-000000000000", TOKEN)
                .json();
        assertThat(problem.path("type").asString()).isEqualTo("https://meridian.dev/problems/not_found");
        assertThat(problem.path("title").asString()).isEqualTo("Not found");
        assertThat(problem.path("status").asInt()).isEqualTo(404);
        assertThat(problem.path("code").asString()).isEqualTo("not_found");
        assertThat(problem.path("retryable").asBoolean()).isFalse();
        assertThat(problem.path("errors").isArray()).isTrue();
        assertThat(problem.path("requestId").asString()).isNotBlank();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({"zh-CN", "zh", "zh-TW", "'zh-CN,zh;q=0.9,en;q=0.8'"})
    void chinese_callers_read_chinese(String language) {
        assertThat(client.get("/api/notes/x", TOKEN, "Accept-Language", language)
                        .json()
                        .path("title")
                        .asString())
                .isEqualTo("未找到");
        assertThat(client.get("/api/notes", "", "Accept-Language", language)
                        .json()
                        .path("title")
                        .asString())
                .isEqualTo("未认证");
        JsonNode invalid = client.post("/api/notes", TOKEN, "{}", "Accept-Language", language)
                .json();
        assertThat(invalid.path("errors").path(0).path("detail").asString()).isEqualTo("此字段必填。");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({"en", "de-DE", "*", "'fr,zh;q=0.1'", "%%%"})
    void everybody_else_reads_english(String language) {
        String title = client.get("/api/notes/x", TOKEN, "Accept-Language", language)
                .json()
                .path("title")
                .asString();
        assertThat(title).isIn("Not found", language.contains("zh") ? "未找到" : "Not found");
    }

    @Test
    void a_center_adds_its_own_texts() {
        String body = "{\"text\": \"refuse by value\"}";
        assertThat(client.post("/api/notes", TOKEN, body).json().path("detail").asString())
                .isEqualTo("This note wasn't taken because of its text.");
        assertThat(client.post("/api/notes", TOKEN, body, "Accept-Language", "zh")
                        .json()
                        .path("title")
                        .asString())
                .isEqualTo("便签被拒绝");
    }

    @Test
    void wrong_content_types_methods_and_accepts_are_told() {
        ProbeClient.Answer type = client.send(client.request("/api/notes", TOKEN)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.code()).isEqualTo("unsupported_media_type");

        ProbeClient.Answer method = client.post("/api/notes/unknown/deeper", TOKEN, "{}");
        assertThat(method.status()).isEqualTo(404);

        ProbeClient.Answer notAllowed = client.send(client.request("/api/notes", TOKEN)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertThat(notAllowed.status()).isEqualTo(405);
        assertThat(notAllowed.code()).isEqualTo("method_not_allowed");
        assertThat(notAllowed.header("Allow")).contains("POST");

        ProbeClient.Answer accept = client.get("/api/notes", TOKEN, "Accept", "image/png");
        assertThat(accept.status()).isEqualTo(406);
        assertThat(accept.code()).isEqualTo("not_acceptable");
    }

    @Test
    void wrong_parameters_are_told_with_their_place() {
        assertThat(client.get("/api/failures/parameter", TOKEN)
                        .json()
                        .path("errors")
                        .path(0)
                        .path("pointer")
                        .asString())
                .isEqualTo("/wanted");
        ProbeClient.Answer answer = client.get("/api/failures/parameter?wanted=x", TOKEN);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("errors").path(0).path("code").asString()).isEqualTo("invalid_format");
        assertThat(client.get("/api/notes/no-uuid", TOKEN).status()).isEqualTo(404);
    }

    @Test
    void what_is_down_is_said_to_be_worth_another_try() {
        for (String kind : new String[] {"database", "slow"}) {
            ProbeClient.Answer answer = client.get("/api/failures/" + kind, TOKEN);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("capability_unavailable");
            assertThat(answer.json().path("retryable").asBoolean()).isTrue();
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }
    }

    @Test
    void a_bug_is_answered_without_a_trace_and_logged_without_a_message(CapturedOutput output) {
        ProbeClient.Answer answer = client.get("/api/failures/bug", TOKEN, "X-Request-Id", "support-case-17");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal_error");
        assertThat(answer.json().path("requestId").asString()).isEqualTo("support-case-17");
        assertThat(answer.body()).doesNotContain("13800138000").doesNotContain("IllegalState");
        assertThat(output.getAll()).contains("NoteController.bug").contains("support-case-17");
        assertThat(output.getAll()).doesNotContain("13800138000");
        assertThat(output.getAll()).doesNotContain("\"message\":\"secret\"");
    }

    @Test
    void a_body_over_the_limit_is_refused_by_its_length_and_by_its_bytes() {
        String large = "{\"text\": \"" + "x".repeat(1024 * 1024) + "\"}";
        ProbeClient.Answer byLength = client.post("/api/notes", TOKEN, large);
        assertThat(byLength.status()).isEqualTo(413);
        assertThat(byLength.code()).isEqualTo("payload_too_large");
        ProbeClient.Answer byBytes = client.postChunked("/api/notes", TOKEN, large.getBytes(StandardCharsets.UTF_8));
        assertThat(byBytes.status()).isEqualTo(413);
        ProbeClient.Answer keyed = client.post("/api/notes", TOKEN, large, "Idempotency-Key", "large");
        assertThat(keyed.status()).isEqualTo(413);
    }

    /** Many clients read nothing before they have sent everything. */
    @Test
    void who_sends_everything_before_reading_still_reads_that_it_was_too_much() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            byte[] body = new byte[8 * 1024 * 1024];
            socket.getOutputStream()
                    .write(
                            ("POST /api/notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                            + TOKEN + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, Math.max(read, 0), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "multipart/mixed; boundary=x",
                "application/x-www-form-urlencoded",
                "application/*",
                "*/*",
                "text/plain",
                "application/xml",
                "no type at all"
            })
    void a_body_of_another_type_is_a_type_that_is_not_taken_and_no_failure_of_ours(String type) {
        for (String body : new String[] {"", "x", "--x\r\n\r\n--x--", "{\"text\": \"a\"}"}) {
            ProbeClient.Answer answer = client.send(client.request("/api/notes", TOKEN)
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            assertThat(answer.status()).as(type + " with " + body).isEqualTo(415);
            assertThat(answer.code()).isEqualTo("unsupported_media_type");
        }
    }

    @Test
    void a_request_that_no_filter_sees_is_still_answered_as_a_problem() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /api/notes/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("<html")
                    .doesNotContain("Exception");
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /api/notes/..%2f..%2fx HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .contains("malformed_request");
        }
    }

    @Test
    void a_request_id_is_kept_when_it_is_well_formed_and_made_when_it_is_not() {
        assertThat(client.get("/api/notes", TOKEN, "X-Request-Id", "trace-me-0001")
                        .header("X-Request-Id"))
                .isEqualTo("trace-me-0001");
        assertThat(client.get("/api/notes", TOKEN, "X-Request-Id", "bad id with spaces")
                        .header("X-Request-Id"))
                .matches("[0-9a-f-]{36}");
    }

    @Test
    void a_request_is_one_log_line_without_its_query(CapturedOutput output) {
        client.get("/api/notes?limit=3&phone=13900139000", TOKEN, "X-Request-Id", "one-line-please");
        assertThat(output.getAll().lines().filter(line -> line.contains("one-line-please")))
                .singleElement()
                .asString()
                .contains("\"path\":\"/api/notes\"")
                .contains("\"status\":200")
                .contains("\"brand\":\"aurora\"")
                .contains("\"clientId\":\"aurora.backend\"");
        assertThat(output.getAll()).doesNotContain("13900139000");
    }

    @Test
    void pages_are_bounded_and_cursors_cannot_be_bent() {
        assertThat(client.get("/api/notes?limit=500", TOKEN).status()).isEqualTo(200);
        for (String limit : new String[] {"0", "501", "-1", "x", "99999999999"}) {
            ProbeClient.Answer answer = client.get("/api/notes?limit=" + limit, TOKEN);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().path("errors").path(0).path("pointer").asString())
                    .isEqualTo("/limit");
        }
        String twoParts = Cursor.encode("a", "b");
        for (String cursor :
                new String[] {"x", "%25%25", "AAAA", "w-4", twoParts, Cursor.encode("no-uuid"), "a".repeat(3000)}) {
            ProbeClient.Answer answer = client.get("/api/notes?cursor=" + cursor, TOKEN);
            assertThat(answer.status()).as(cursor).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_cursor");
        }
    }

    @Test
    void a_list_is_read_page_by_page_to_its_end() {
        String token = TestTokens.brand("pager", "note:read", "note:write");
        for (int i = 0; i < 5; i++) {
            assertThat(client.post("/api/notes", token, "{\"text\": \"n" + i + "\"}")
                            .status())
                    .isEqualTo(201);
        }
        StringBuilder texts = new StringBuilder();
        String cursor = "";
        do {
            JsonNode page = client.get("/api/notes?limit=2" + cursor, token).json();
            page.path("items").forEach(item -> texts.append(item.path("text").asString()));
            cursor = page.path("nextCursor").isString()
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(texts).hasToString("n0n1n2n3n4");
    }
}
