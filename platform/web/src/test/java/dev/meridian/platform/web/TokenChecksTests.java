package dev.meridian.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

@CenterTest
class TokenChecksTests {

    private final ProbeClient client;
    private final ProbeClient operator;

    TokenChecksTests(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        this.client = new ProbeClient(port);
        this.operator = new ProbeClient(managementPort);
    }

    static Stream<Arguments> tokensNobodyShouldAccept() {
        Instant now = Instant.now();
        return Stream.of(
                Arguments.of("expired", TestTokens.expired()),
                Arguments.of(
                        "expired beyond the skew",
                        aurora().expiresAt(now.minusSeconds(35)).sign()),
                Arguments.of("of an unknown issuer", TestTokens.foreign()),
                Arguments.of("signed with another key", TestTokens.forged()),
                Arguments.of(
                        "for another audience", aurora().audience("elsewhere").sign()),
                Arguments.of(
                        "without a brand",
                        TestTokens.claims(null, "aurora.backend")
                                .scopes("note:read")
                                .sign()),
                Arguments.of(
                        "of a malformed brand",
                        TestTokens.claims("Aurora!", "aurora.backend")
                                .scopes("note:read")
                                .sign()),
                Arguments.of(
                        "of a customer who claims to be a service",
                        TestTokens.customerClaims("aurora", UUID.randomUUID())
                                .claim("kind", "service")
                                .scopes("note:read")
                                .sign()),
                Arguments.of(
                        "of a customer who claims to speak for the group",
                        TestTokens.customer("*", UUID.randomUUID(), "note:read")),
                Arguments.of("unsigned", unsigned()),
                Arguments.of("cut", TestTokens.brand("aurora", "note:read").substring(0, 60)),
                Arguments.of("not a token", "abc"));
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("tokensNobodyShouldAccept")
    void is_refused_as_invalid(String kind, String token) {
        ProbeClient.Answer answer = client.get("/api/notes", token);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("invalid_token");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer").contains("invalid_token");
        assertThat(answer.json().path("requestId").asString())
                .isEqualTo(answer.header("X-Request-Id"))
                .isNotEmpty();
    }

    @Test
    void no_token_is_told_apart_from_a_bad_one() {
        ProbeClient.Answer answer = client.get("/api/notes", "");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"meridian\"");
    }

    @Test
    void a_token_within_the_clock_skew_is_accepted() {
        String token = aurora().expiresAt(Instant.now().minusSeconds(10)).sign();
        assertThat(client.get("/api/notes", token).status()).isEqualTo(200);
    }

    @Test
    void a_token_without_the_scope_is_forbidden() {
        ProbeClient.Answer answer = client.get("/api/notes", TestTokens.brand("aurora", "note:write"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
        assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope");
    }

    @Test
    void what_no_rule_allows_is_denied() {
        String token = TestTokens.brand("aurora", "note:read", "note:write", "platform:admin");
        for (String path : List.of("/api/elsewhere", "/actuator/env", "/error")) {
            ProbeClient.Answer answer = client.get(path, token);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(client.get("/api/elsewhere", token).code()).isEqualTo("not_found");
        assertThat(client.get("/api/elsewhere", "").status()).isEqualTo(401);
    }

    @Test
    void a_method_that_no_rule_allows_is_answered_with_those_that_are() {
        String token = TestTokens.brand("aurora", "note:read", "note:write", "platform:admin");
        ProbeClient.Answer answer =
                client.send(client.request("/api/notes/x", token).DELETE().build());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("method_not_allowed");
        assertThat(answer.header("Allow").split(", ")).containsExactlyInAnyOrder("GET", "POST", "PUT");
        assertThat(client.send(client.request("/api/notes/x", "").DELETE().build())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_kind_of_caller_counts_before_any_scope() {
        UUID own = UUID.randomUUID();
        ProbeClient.Answer stranger = client.get("/api/notes", TestTokens.customer("aurora", own, "note:read"));
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.code()).isEqualTo("caller_not_admitted");
        assertThat(client.get("/api/notes", TestTokens.staff("aurora", "note:read"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void administration_needs_the_platform_scope() {
        assertThat(client.get("/admin/anything", TestTokens.group("note:read")).status())
                .isEqualTo(403);
        assertThat(client.get("/admin/anything", TestTokens.group("platform:admin"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void health_and_metrics_have_a_port_of_their_own_where_nothing_else_is() {
        assertThat(operator.get("/actuator/health", "").status()).isEqualTo(200);
        assertThat(operator.get("/actuator/health/readiness", "")
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(operator.get("/actuator/health/liveness", "").status()).isEqualTo(200);
        assertThat(operator.get("/actuator/prometheus", "").body()).contains("jvm_memory_used_bytes");
        assertThat(operator.get("/actuator", "").status()).isEqualTo(401);
        assertThat(operator.get("/api/notes", TestTokens.brand("aurora", "note:read"))
                        .status())
                .isEqualTo(404);
        for (String path : new String[] {"/actuator/health", "/actuator/health/readiness", "/actuator/prometheus"}) {
            assertThat(client.get(path, "").status()).as(path).isNotEqualTo(200);
        }
    }

    @Test
    void a_caller_of_the_group_cannot_act_for_a_brand_it_does_not_name() {
        ProbeClient.Answer answer = client.post("/api/notes", TestTokens.group("note:write"), "{\"text\": \"x\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("brand_required");
    }

    private static TestTokens.Claims aurora() {
        return TestTokens.claims("aurora", "aurora.backend").scopes("note:read");
    }

    private static String unsigned() {
        String header = "{\"alg\":\"none\",\"typ\":\"JWT\"}";
        String claims =
                "{\"iss\":\"%s\",\"aud\":\"meridian\",\"brand\":\"*\",\"azp\":\"x\",\"scope\":\"note:read\",\"exp\":4102444800}"
                        .formatted(TestTokens.issuer());
        return encoded(header) + "." + encoded(claims) + ".";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
