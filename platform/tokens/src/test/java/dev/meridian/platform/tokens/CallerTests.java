package dev.meridian.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.TestTokens;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.jwt.BadJwtException;

class CallerTests {

    private static final UUID CUSTOMER = UUID.fromString("0f8f3a2e-6d1c-4b7e-9a55-1c2d3e4f5a6b");

    private final TrustedIssuersDecoder decoder = trusting(TestTokens.trust());

    @Test
    void the_issuer_decides_what_kind_of_caller_a_token_stands_for() {
        assertThat(caller(TestTokens.brand("aurora", "a:read")))
                .isEqualTo(new Caller.Service(
                        TestTokens.issuer(),
                        BrandScope.of(new Brand("aurora")),
                        "aurora.backend",
                        null,
                        Set.of("a:read")));
        assertThat(caller(TestTokens.staff("aurora", "a:read"))).isInstanceOf(Caller.Staff.class);
        assertThat(caller(TestTokens.customer("aurora", CUSTOMER)))
                .isInstanceOfSatisfying(Caller.Customer.class, customer -> {
                    assertThat(customer.customerId()).isEqualTo(CUSTOMER);
                    assertThat(customer.brand()).contains(new Brand("aurora"));
                    assertThat(customer.channel()).isEqualTo("mini_program");
                });
    }

    @Test
    void a_token_cannot_claim_a_kind_that_its_issuer_may_not_vouch_for() {
        refused(TestTokens.customerClaims("aurora", CUSTOMER).claim("kind", "service"));
        refused(TestTokens.customerClaims("aurora", CUSTOMER).claim("kind", "staff"));
        refused(TestTokens.claims("aurora", "aurora.backend").claim("kind", "staff"));
        refused(TestTokens.staffClaims("aurora").claim("kind", "administrator"));
        refused(TestTokens.staffClaims("aurora").claim("kind", 1));
        accepted(TestTokens.staffClaims("aurora").claim("kind", "staff"));
    }

    @Test
    void an_issuer_of_several_kinds_must_say_which() {
        TrustedIssuersDecoder several = trusting(Map.of(
                "meridian.security.issuers[0].issuer", TestTokens.issuer(),
                "meridian.security.issuers[0].jwk-set-uri", TestTokens.keysAddress(),
                "meridian.security.issuers[0].kinds", "service,staff"));
        TestTokens.Claims claims = TestTokens.claims("aurora", "aurora.backend");
        assertThatThrownBy(() -> several.decode(claims.sign())).isInstanceOf(BadJwtException.class);
        assertThat(several.caller(several.decode(claims.claim("kind", "staff").sign())))
                .isInstanceOf(Caller.Staff.class);
        assertThat(several.caller(several.decode(claims.claim("kind", "service").sign())))
                .isInstanceOf(Caller.Service.class);
        assertThatThrownBy(() -> several.decode(claims.claim("kind", "customer").sign()))
                .isInstanceOf(BadJwtException.class);
    }

    @Test
    void scopes_beyond_what_the_issuer_may_grant_count_for_nothing() {
        Caller customer = caller(
                TestTokens.customer("aurora", CUSTOMER, "openid", "customer:read", "customer:write", "platform:admin"));
        assertThat(customer.scopes()).containsExactly("customer:read");
        TrustedIssuersDecoder silent = trusting(Map.of(
                "meridian.security.issuers[0].issuer", TestTokens.issuer(),
                "meridian.security.issuers[0].jwk-set-uri", TestTokens.keysAddress(),
                "meridian.security.issuers[0].kinds", "service"));
        assertThat(silent.caller(silent.decode(TestTokens.brand("aurora", "a:read")))
                        .scopes())
                .isEmpty();
    }

    @Test
    void only_an_issuer_that_speaks_for_the_group_does() {
        assertThat(caller(TestTokens.group()).scope()).isEqualTo(BrandScope.group());
        assertThat(caller(TestTokens.groupStaff()).scope()).isEqualTo(BrandScope.group());
        refused(TestTokens.customerClaims("*", CUSTOMER));
        TrustedIssuersDecoder oneBrandOnly = trusting(Map.of(
                "meridian.security.issuers[0].issuer", TestTokens.issuer(),
                "meridian.security.issuers[0].jwk-set-uri", TestTokens.keysAddress(),
                "meridian.security.issuers[0].kinds", "service"));
        assertThatThrownBy(() -> oneBrandOnly.decode(TestTokens.group())).isInstanceOf(BadJwtException.class);
    }

    @Test
    void a_customer_never_speaks_for_the_group_even_where_its_issuer_may() {
        TestTokens.Claims claims = TestTokens.claims("*", "shared-app").claim("cid", CUSTOMER.toString());
        TrustedIssuersDecoder mixed = trusting(Map.of(
                "meridian.security.issuers[0].issuer",
                TestTokens.issuer(),
                "meridian.security.issuers[0].jwk-set-uri",
                TestTokens.keysAddress(),
                "meridian.security.issuers[0].kinds",
                "staff,customer",
                "meridian.security.issuers[0].speaks-for-group",
                "true"));
        assertThatThrownBy(() -> mixed.decode(claims.claim("kind", "customer").sign()))
                .isInstanceOf(BadJwtException.class);
        assertThat(mixed.caller(mixed.decode(claims.claim("kind", "staff").sign()))
                        .scope())
                .isEqualTo(BrandScope.group());
    }

    @Test
    void a_person_has_an_account_and_a_customer_an_id() {
        refused(TestTokens.staffClaims("aurora").claim("sub", null));
        refused(TestTokens.customerClaims("aurora", CUSTOMER).claim("cid", null));
        refused(TestTokens.customerClaims("aurora", CUSTOMER).claim("cid", "13800138000"));
        refused(TestTokens.customerClaims("aurora", CUSTOMER).claim("cid", List.of(CUSTOMER.toString())));
        refused(TestTokens.customerClaims("aurora", CUSTOMER)
                .claim("acct", null)
                .claim("sub", null));
    }

    @Test
    void people_who_share_an_app_are_told_apart_and_a_back_end_is_itself() {
        Caller one = caller(TestTokens.customer("aurora", CUSTOMER));
        Caller other = caller(TestTokens.customer("aurora", UUID.randomUUID()));
        assertThat(one.clientId()).isEqualTo(other.clientId());
        assertThat(one.actor()).isNotEqualTo(other.actor());
        Caller backEnd = caller(TestTokens.brand("aurora"));
        assertThat(backEnd.actor()).isEqualTo(backEnd.issuer() + " aurora.backend");
    }

    @Test
    void what_two_issuers_call_by_one_name_are_two() {
        Caller one = new Caller.Service("https://one", BrandScope.group(), "operator", null, Set.of());
        Caller other = new Caller.Service("https://other", BrandScope.group(), "operator", null, Set.of());

        assertThat(one.actor()).isNotEqualTo(other.actor());
    }

    @Test
    void an_issuer_that_says_nothing_of_kinds_is_no_setting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedIssuer("https://i", "https://i/keys", Set.of(), Set.of("a:read"), false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedIssuer(
                        "https://i", "https://i/keys", Set.of(CallerKind.CUSTOMER), Set.of("a:read"), true));
    }

    private Caller caller(String token) {
        return decoder.caller(decoder.decode(token));
    }

    private void accepted(TestTokens.Claims claims) {
        assertThat(caller(claims.sign()).clientId()).isNotEmpty();
    }

    private void refused(TestTokens.Claims claims) {
        assertThatThrownBy(() -> decoder.decode(claims.sign())).isInstanceOf(BadJwtException.class);
    }

    private static TrustedIssuersDecoder trusting(Map<String, String> settings) {
        return new TrustedIssuersDecoder(
                new Binder(new MapConfigurationPropertySource(settings))
                        .bind("meridian.security", TokenProperties.class)
                        .get(),
                Clock.systemUTC());
    }
}
