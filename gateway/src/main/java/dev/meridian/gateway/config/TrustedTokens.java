package dev.meridian.gateway.config;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Verifies tokens, one verifier per trusted issuer. Keys are fetched when an issuer's first token comes and kept through
 * an outage of the issuer; tokens with unknown key ids cannot make the gateway fetch keys without end.
 */
final class TrustedTokens {

    private static final int KEY_DOCUMENT_LIMIT = 256 * 1024;
    private static final Duration KEY_FETCH_LIMIT = Duration.ofSeconds(15);

    /** Signatures by a private key only: never a shared secret, never none. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Map<String, ReactiveAuthenticationManager> verifiers;

    TrustedTokens(TokenProperties properties, Clock clock) {
        this.verifiers = properties.issuers().stream()
                .collect(Collectors.toUnmodifiableMap(
                        TokenProperties.TrustedIssuer::issuer, issuer -> verifier(issuer, properties, clock)));
    }

    /** The verifier for tokens that name this issuer; empty when it is not trusted. */
    Mono<ReactiveAuthenticationManager> of(String issuer) {
        return Mono.justOrEmpty(verifiers.get(issuer));
    }

    private static ReactiveAuthenticationManager verifier(
            TokenProperties.TrustedIssuer issuer, TokenProperties properties, Clock clock) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(issuer.jwkSetUri(), properties)));
        // The claims are judged below, against the injected clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        JwtTimestampValidator times = new JwtTimestampValidator(properties.clockSkew());
        times.setAllowEmptyExpiryClaim(false);
        times.setClock(clock);
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times, new JwtIssuerValidator(issuer.issuer()), audience(properties.audience())));
        // The decoder may wait for keys, so it must not run on a thread that serves connections.
        return new JwtReactiveAuthenticationManager(
                token -> Mono.fromCallable(() -> decoder.decode(token)).subscribeOn(Schedulers.boundedElastic()));
    }

    private static JwtClaimValidator<List<String>> audience(String wanted) {
        return new JwtClaimValidator<>(JwtClaimNames.AUD, named -> named != null && named.contains(wanted));
    }

    private static JWKSource<SecurityContext> keys(String address, TokenProperties properties) {
        DefaultResourceRetriever retriever = new DefaultResourceRetriever(
                Math.toIntExact(properties.connectTimeout().toMillis()),
                Math.toIntExact(properties.readTimeout().toMillis()),
                KEY_DOCUMENT_LIMIT);
        try {
            return JWKSourceBuilder.<SecurityContext>create(URI.create(address).toURL(), retriever)
                    .cache(properties.keysKeptFor().toMillis(), KEY_FETCH_LIMIT.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(true)
                    .outageTolerant(properties.keysKeptThroughOutage().toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Not the address of a key document: " + address, e);
        }
    }
}
