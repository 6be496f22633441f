package dev.meridian.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;

class TrustedIssuersDecoderTests {

    private static final TrustedIssuer REACHABLE = issuer(TestTokens.issuer(), TestTokens.keysAddress());
    private static final TrustedIssuer ELSEWHERE = issuer("https://elsewhere", "http://127.0.0.1:1/keys");

    @Test
    void several_issuers_are_trusted_and_one_that_is_away_does_not_stop_the_others() {
        TrustedIssuersDecoder decoder = decoder(Clock.systemUTC(), ELSEWHERE, REACHABLE);
        Jwt token = decoder.decode(TestTokens.claims("aurora", "aurora.backend")
                .channel("app")
                .scopes("a:read", "b:write")
                .sign());
        assertThat(token.getClaimAsString("brand")).isEqualTo("aurora");
        assertThat(token.getClaimAsString("azp")).isEqualTo("aurora.backend");
    }

    @Test
    void keys_that_cannot_be_had_are_not_the_tokens_fault() {
        TrustedIssuersDecoder decoder =
                decoder(Clock.systemUTC(), issuer(TestTokens.issuer(), "http://127.0.0.1:1/keys"));
        assertThatThrownBy(() -> decoder.decode(TestTokens.brand("aurora", "a:read")))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    @Test
    void an_issuer_that_does_not_answer_is_not_waited_for_long() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TrustedIssuersDecoder decoder = decoder(
                    Clock.systemUTC(),
                    issuer(TestTokens.issuer(), "http://127.0.0.1:" + silent.getLocalPort() + "/keys"));
            long begun = System.nanoTime();
            assertThatThrownBy(() -> decoder.decode(TestTokens.brand("aurora", "a:read")))
                    .isInstanceOf(JwtException.class)
                    .isNotInstanceOf(BadJwtException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void time_is_that_of_the_injected_clock() {
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
        assertThatThrownBy(() -> decoder(later, REACHABLE).decode(TestTokens.brand("aurora", "a:read")))
                .isInstanceOf(BadJwtException.class);
    }

    @Test
    void the_clock_skew_cannot_be_set_beyond_half_a_minute() {
        assertThatThrownBy(() -> properties(Duration.ofSeconds(31), REACHABLE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TrustedIssuer issuer(String name, String keys) {
        return new TrustedIssuer(name, keys, Set.of(CallerKind.SERVICE), Set.of("*"), true);
    }

    private static TrustedIssuersDecoder decoder(Clock clock, TrustedIssuer... issuers) {
        return new TrustedIssuersDecoder(properties(Duration.ofSeconds(30), issuers), clock);
    }

    private static TokenProperties properties(Duration skew, TrustedIssuer... issuers) {
        return new TokenProperties(
                List.of(issuers),
                "meridian",
                skew,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMinutes(5),
                Duration.ofHours(1));
    }
}
