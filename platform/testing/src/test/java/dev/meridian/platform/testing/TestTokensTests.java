package dev.meridian.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class TestTokensTests {

    private final NimbusJwtDecoder decoder =
            NimbusJwtDecoder.withJwkSetUri(TestTokens.keysAddress()).build();

    TestTokensTests() {
        decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(TestTokens.issuer()));
    }

    @Test
    void a_brand_token_says_whose_and_what_for() {
        var token = decoder.decode(TestTokens.brand("aurora", "customer:read", "event:write"));
        assertThat(token.getClaimAsString("brand")).isEqualTo("aurora");
        assertThat(token.getClaimAsString("scope")).isEqualTo("customer:read event:write");
        assertThat(token.getClaimAsString("azp")).isEqualTo("aurora.backend");
        assertThat(token.getAudience()).containsExactly("meridian");
    }

    @Test
    void a_group_token_carries_the_star() {
        assertThat(decoder.decode(TestTokens.group("tag:write")).getClaimAsString("brand"))
                .isEqualTo("*");
    }

    @Test
    void bad_tokens_are_bad_in_one_way_each() {
        assertThatThrownBy(() -> decoder.decode(TestTokens.expired()))
                .isInstanceOf(JwtException.class)
                .hasMessageContaining("expired");
        assertThatThrownBy(() -> decoder.decode(TestTokens.foreign())).isInstanceOf(JwtException.class);
        assertThatThrownBy(() -> decoder.decode(TestTokens.forged())).isInstanceOf(JwtException.class);
        assertThatCode(() -> decoder.decode(TestTokens.brand("aurora"))).doesNotThrowAnyException();
    }

    @Test
    void a_token_may_have_any_claims() {
        String token = TestTokens.claims("aurora", "kiosk")
                .channel("store")
                .audience("other")
                .withoutBrand()
                .sign();
        var decoded = decoder.decode(token);
        assertThat(decoded.getClaimAsString("chan")).isEqualTo("store");
        assertThat(decoded.getAudience()).containsExactly("other");
        assertThat(decoded.hasClaim("brand")).isFalse();
    }
}
