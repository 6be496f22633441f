package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RoutingTests extends GatewayTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /api/customers/lookup,                 0",
        "GET,  /api/customers/lookup,                 0",
        "GET,  /api/customers/7/timeline,             0",
        "POST, /api/events,                           0",
        "PUT,  /api/event-types/course.finished,      0",
        "GET,  /api/event-policy,                     0",
        "POST, /api/quarantined-events/release,       0",
        "GET,  /api/customers/7/memberships,          1",
        "GET,  /api/members/7/points,                 1",
        "POST, /api/programs/group-club/members,      1",
        "GET,  /api/ledger/invariants,                1",
        "GET,  /api/segments/big-spenders,            2",
        "GET,  /api/customers/7/segments,             2",
        "GET,  /api/brands,                           3",
        "PUT,  /api/brands/aurora/channels/app,       3",
        "PUT,  /api/clients/aurora.backend,           3",
        "GET,  /api/audit,                            3",
        "GET,  /api/audit/customers,                  0",
        "GET,  /api/audit/membership,                 1",
        "GET,  /api/audit/tags,                       2",
        "GET,  /api/identity/provisioning,            3",
    })
    void every_address_reaches_its_center_and_no_other(String method, String path, int center) throws IOException {
        String answer = exchange(method + " " + path + " HTTP/1.1", "Authorization: Bearer " + token());

        assertThat(answer).startsWith("HTTP/1.1 200");
        for (int i = 0; i < CENTERS.size(); i++) {
            assertThat(CENTERS.get(i).seen()).hasSize(i == center ? 1 : 0);
        }
        assertThat(CENTERS.get(center).seen().getFirst().uri()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     /api/customers",
        "GET,     /api/customers/",
        "GET,     /api/customers/7/",
        "GET,     /api/customers/7/nothing",
        "GET,     /api/customers//timeline",
        "DELETE,  /api/programs/group-club/nothing",
        "POST,    /api/segments/big-spenders/nothing/else",
        "GET,     /api/members/7/points/transactions/9/nothing",
        "GET,     /api/Customers/7",
    })
    void an_operation_that_no_document_describes_is_not_found_though_its_path_begins_as_a_known_one(
            String method, String path) throws IOException {
        String answer = exchange(method + " " + path + " HTTP/1.1", "Authorization: Bearer " + token());

        assertThat(answer).startsWith("HTTP/1.1 404").contains("application/problem+json", "not_found");
        assertThat(CENTERS).allSatisfy(center -> assertThat(center.seen()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE  | /api/customers/7          | GET, PATCH",
                "HEAD    | /api/customers/7          | GET, PATCH",
                "GET     | /api/events               | POST",
                "OPTIONS | /api/events               | POST",
                "PATCH   | /api/customers/lookup     | GET, POST",
                "POST    | /api/customers/7/overview | GET",
            })
    void a_method_that_an_address_does_not_take_is_refused_with_those_it_takes(
            String method, String path, String allowed) throws IOException {
        String answer = exchange(method + " " + path + " HTTP/1.1", "Authorization: Bearer " + token());

        assertThat(answer).startsWith("HTTP/1.1 405").containsIgnoringCase("\r\nAllow: " + allowed + "\r\n");
        assertThat(CENTERS).allSatisfy(center -> assertThat(center.seen()).isEmpty());
    }

    @Test
    void who_brings_no_token_learns_nothing_of_what_there_is() throws IOException {
        assertThat(exchange("GET /api/customers/7/nothing HTTP/1.1")).startsWith("HTTP/1.1 401");
        assertThat(exchange("DELETE /api/events HTTP/1.1")).startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/unknown",
                "/api",
                "/admin/dead-letters",
                "/",
                "/error",
                "/metrics",
                "/actuator",
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/actuator/env",
                "/actuator/gateway/routes",
                "/nothing",
                "/webjars/swagger-ui/index.html",
                "/api/customers/../../admin/dead-letters",
                "/api/customers/%2e%2e/%2e%2e/admin/dead-letters",
                "/api/customers/..%2f..%2fadmin/dead-letters",
                "/api/customers//../admin",
                "/api/customers/7;x=y/timeline"
            })
    void what_is_no_address_of_the_platform_is_not_found_and_reaches_nobody(String path) throws IOException {
        String answer = exchange("GET " + path + " HTTP/1.1", "Authorization: Bearer " + token());

        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json")
                .contains("not_found");
        assertThat(CENTERS).allSatisfy(center -> assertThat(center.seen()).isEmpty());
    }

    @Test
    void method_query_body_and_token_arrive_as_they_were_sent() {
        String token = TestTokens.brand("aurora", "customer:read");
        aurora().as(token)
                .post("/api/customers/identify", "{\"identifiers\":[]}".getBytes(StandardCharsets.UTF_8))
                .query("dryRun", "true")
                .header("Idempotency-Key", "key-1")
                .send()
                .expect(200);

        Backend.Seen seen = CUSTOMER.seen().getFirst();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/api/customers/identify?dryRun=true");
        assertThat(seen.bodyLength()).isEqualTo(18);
        assertThat(seen.headers().getFirst("Idempotency-Key")).isEqualTo("key-1");
        assertThat(seen.headers().get("Authorization")).containsExactly("Bearer " + token);
    }

    @Test
    void a_centers_refusal_comes_back_unchanged() {
        CUSTOMER.answers(404, PROBLEM);

        ApiResponse answer = aurora().get("/api/customers/7").send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.json()).isEqualTo(new JsonMapper().readTree(PROBLEM));
    }

    @Test
    void a_request_id_is_made_and_carried_to_the_center_and_back_once() {
        CUSTOMER.answers(exchange -> {
            exchange.getResponseHeaders().set("X-Request-Id", "of-the-center");
            Backend.json(200, "{}").handle(exchange);
        });

        ApiResponse answer = aurora().get("/api/customers/7").send();

        String made = CUSTOMER.seen().getFirst().headers().getFirst("X-Request-Id");
        assertThat(made).hasSize(36);
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly(made);
    }

    @Test
    void a_well_formed_request_id_is_kept_and_any_other_replaced() {
        aurora().get("/api/customers/7")
                .header("X-Request-Id", "order-4711")
                .send()
                .expect(200);
        aurora().get("/api/customers/7")
                .header("X-Request-Id", "<script>")
                .send()
                .expect(200);

        assertThat(CUSTOMER.seen().get(0).headers().getFirst("X-Request-Id")).isEqualTo("order-4711");
        assertThat(CUSTOMER.seen().get(1).headers().getFirst("X-Request-Id")).doesNotContain("script");
    }

    @Test
    void a_center_is_told_who_chose_the_request_id_whatever_the_caller_says() {
        aurora().get("/api/customers/7")
                .header("X-Request-Id", "order-4711")
                .header("X-Request-Id-Origin", "meridian")
                .send()
                .expect(200);
        aurora().get("/api/customers/7")
                .header("X-Request-Id-Origin", "caller")
                .send()
                .expect(200);

        assertThat(CUSTOMER.seen())
                .extracting(seen -> seen.headers().get("X-Request-Id-Origin"))
                .containsExactly(List.of("caller"), List.of("meridian"));
    }

    @Test
    void headers_that_pretend_or_concern_one_connection_only_do_not_reach_a_center() throws IOException {
        String answer = exchange(
                "GET /api/customers/7 HTTP/1.1",
                "Authorization: Bearer " + token(),
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Prefix: /x",
                "Forwarded: for=10.0.0.1",
                "X-Real-IP: 10.0.0.1",
                "X-Meridian-Brand: boreal",
                "X-User-Id: 1",
                "X-HTTP-Method-Override: DELETE",
                "Cookie: a=b",
                "TE: trailers",
                "Proxy-Authorization: Basic eDp5",
                "Keep-Alive: timeout=5");

        assertThat(answer).startsWith("HTTP/1.1 200");
        Headers headers = CUSTOMER.seen().getFirst().headers();
        assertThat(headers.keySet())
                .doesNotContain(
                        "X-forwarded-for",
                        "X-forwarded-host",
                        "X-forwarded-prefix",
                        "Forwarded",
                        "X-real-ip",
                        "X-meridian-brand",
                        "X-user-id",
                        "X-http-method-override",
                        "Cookie",
                        "Te",
                        "Proxy-authorization",
                        "Keep-alive");
    }

    private static String token() {
        return TestTokens.brand("aurora", "customer:read");
    }

    /** One request exactly as written: the usual clients would tidy up paths and refuse some headers. */
    private String exchange(String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(url().substring(url().lastIndexOf(':') + 1)))) {
            String request = String.join("\r\n", lines) + "\r\nHost: meridian.test\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
