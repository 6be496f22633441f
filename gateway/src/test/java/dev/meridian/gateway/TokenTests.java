package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenTests extends GatewayTest {

    private static final String PATH = "/api/customers/" + CUSTOMER_ID;

    static Stream<Arguments> bad_tokens() {
        return Stream.of(
                Arguments.of("not a token", "nonsense"),
                Arguments.of("expired", TestTokens.expired()),
                Arguments.of("of an issuer nobody trusts", TestTokens.foreign()),
                Arguments.of("signed with another key", TestTokens.forged()),
                Arguments.of(
                        "for another audience",
                        TestTokens.claims("aurora", "aurora.backend")
                                .audience("account")
                                .sign()),
                Arguments.of(
                        "of a customer that claims to be a service",
                        TestTokens.customerClaims("aurora", UUID.randomUUID())
                                .claim("kind", "service")
                                .sign()),
                Arguments.of(
                        "of a customer that claims to speak for the group",
                        TestTokens.customer("*", UUID.randomUUID(), "customer:read")),
                Arguments.of("without a brand", TestTokens.claims(null, "x").sign()),
                Arguments.of("unsigned", jwt("{\"alg\":\"none\"}", TestTokens.issuer())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad_tokens")
    void a_bad_token_is_refused_at_the_door(String what, String token) {
        ApiResponse answer = aurora().as(token).get(PATH).send();

        answer.expectProblem(401, "invalid_token");
        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        assertThat(CUSTOMER.seen()).as(what).isEmpty();
    }

    @Test
    void without_a_token_nothing_is_served() {
        ApiResponse answer = stranger().unchecked().get(PATH).send();

        answer.expectProblem(401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
        assertThat(CUSTOMER.seen()).isEmpty();
    }

    @Test
    void a_good_token_of_a_brand_or_of_the_group_passes() {
        aurora().get(PATH).send().expect(200);
        aurora().as(TestTokens.group("customer:read")).get(PATH).send().expect(200);
    }

    @Test
    void a_token_in_the_query_is_no_token() {
        stranger()
                .unchecked()
                .get(PATH)
                .query("access_token", TestTokens.brand("aurora", "customer:read"))
                .send()
                .expectProblem(401, "unauthenticated");
    }

    @Test
    void an_issuer_whose_keys_cannot_be_fetched_is_a_passing_failure_and_no_fault_of_the_caller() {
        ApiResponse answer = aurora().as(jwt("{\"alg\":\"RS256\",\"kid\":\"k\",\"typ\":\"JWT\"}", ISSUER_AWAY))
                .get(PATH)
                .send();

        answer.expectProblem(503, "capability_unavailable");
        assertThat(answer.header("Retry-After")).isPresent();
        aurora().get(PATH).send().expect(200);
    }

    @Test
    void refusals_speak_the_language_of_the_caller() {
        ApiResponse english = stranger().unchecked().get(PATH).send();
        ApiResponse chinese = stranger()
                .unchecked()
                .language("zh-CN,zh;q=0.9,en;q=0.5")
                .get(PATH)
                .send();
        ApiResponse neither = stranger().unchecked().language("fr").get(PATH).send();

        assertThat(english.json().path("title").asString()).isEqualTo("Not signed in");
        assertThat(chinese.json().path("title").asString()).isEqualTo("未认证");
        assertThat(chinese.header("Content-Language")).hasValue("zh-CN");
        assertThat(neither.json().path("title").asString()).isEqualTo("Not signed in");
    }

    private static String jwt(String header, String issuer) {
        String claims = "{\"iss\":\"%s\",\"aud\":\"meridian\",\"sub\":\"x\",\"exp\":4102444800}".formatted(issuer);
        return base64(header) + "." + base64(claims) + "." + (header.contains("none") ? "" : base64("signature"));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
