package dev.meridian.platform.tokens;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies tokens of several issuers, each trusted as far as its settings say, and says who calls. The issuer a token names only chooses among trusted ones; its keys are fetched
 * when its first token comes, so a service starts, and keeps serving the other issuers, while one cannot be reached.
 * Known keys are kept through an outage, and tokens with unknown key ids cannot make it fetch keys without end. Fetching
 * blocks: a caller that serves connections on few threads decodes on another one.
 */
public final class TrustedIssuersDecoder implements JwtDecoder {

    private static final int KEY_DOCUMENT_LIMIT = 256 * 1024;
    private static final Duration KEY_REFRESH_LIMIT = Duration.ofSeconds(15);

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

    private final Map<String, Verifier> verifiers;

    /** The tokens of one issuer: how they are verified, and whom they may stand for. */
    private record Verifier(JwtDecoder decoder, TokenClaims claims, AtomicBoolean keysKnown) {

        Jwt decode(String token) {
            try {
                return decoder.decode(token);
            } catch (BadJwtException e) {
                throw e;
            } catch (JwtException e) {
                // Its key is not among the issuer's, and asking for newer ones had its turn a moment ago: else forged
                // tokens would have us ask without end. Before the first keys came, nobody can say so.
                if (keysKnown.get() && NestedExceptionUtils.getRootCause(e) instanceof RateLimitReachedException) {
                    throw new BadJwtException("The key is none of the issuer's", e);
                }
                throw e;
            }
        }
    }

    /**
     * @param properties the trusted issuers, and what every token must be meant for
     * @param clock against which validity is judged
     */
    public TrustedIssuersDecoder(TokenProperties properties, Clock clock) {
        this.verifiers = properties.issuers().stream()
                .collect(Collectors.toUnmodifiableMap(TrustedIssuer::issuer, issuer -> {
                    TokenClaims claims = new TokenClaims(issuer);
                    AtomicBoolean keysKnown = new AtomicBoolean();
                    JWKSource<SecurityContext> keys = keys(issuer, properties, keysKnown);
                    return new Verifier(decoder(issuer, keys, properties, clock, claims), claims, keysKnown);
                }));
    }

    @Override
    public Jwt decode(String token) {
        return verifierOf(issuerOf(token)).decode(token);
    }

    /** The caller that a token this decoder has verified stands for. */
    public Caller caller(Jwt verified) {
        return verifierOf(verified.getClaimAsString(JwtClaimNames.ISS)).claims().caller(verified);
    }

    private Verifier verifierOf(@Nullable String issuer) {
        Verifier verifier = issuer == null ? null : verifiers.get(issuer);
        if (verifier == null) {
            throw new BadJwtException("The issuer is not trusted");
        }
        return verifier;
    }

    private static String issuerOf(String token) {
        try {
            String issuer = JWTParser.parse(token).getJWTClaimsSet().getIssuer();
            return issuer == null ? "" : issuer;
        } catch (ParseException e) {
            throw new BadJwtException("Not a token", e);
        }
    }

    private static JwtDecoder decoder(
            TrustedIssuer issuer,
            JWKSource<SecurityContext> keys,
            TokenProperties properties,
            Clock clock,
            OAuth2TokenValidator<Jwt> claims) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // Times are checked below, against the injected clock.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        JwtTimestampValidator times = new JwtTimestampValidator(properties.clockSkew());
        times.setAllowEmptyExpiryClaim(false);
        times.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times, new JwtIssuerValidator(issuer.issuer()), audience(properties.audience()), claims));
        return decoder;
    }

    private static JwtClaimValidator<List<String>> audience(String wanted) {
        return new JwtClaimValidator<>(JwtClaimNames.AUD, named -> named != null && named.contains(wanted));
    }

    private static JWKSource<SecurityContext> keys(
            TrustedIssuer issuer, TokenProperties properties, AtomicBoolean known) {
        DefaultResourceRetriever retriever = new DefaultResourceRetriever(
                Math.toIntExact(properties.connectTimeout().toMillis()),
                Math.toIntExact(properties.readTimeout().toMillis()),
                KEY_DOCUMENT_LIMIT);
        return JWKSourceBuilder.<SecurityContext>create(url(issuer.jwkSetUri()), retriever)
                .cache(properties.keysKeptFor().toMillis(), KEY_REFRESH_LIMIT.toMillis(), event -> {
                    if (event instanceof CachingJWKSetSource.RefreshCompletedEvent) {
                        known.set(true);
                    }
                })
                .refreshAheadCache(false)
                .rateLimited(true)
                .outageTolerant(properties.keysKeptThroughOutage().toMillis())
                .build();
    }

    private static URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Not the address of a key document: " + address, e);
        }
    }
}
