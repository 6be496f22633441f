package dev.meridian.gateway.config;

import dev.meridian.gateway.problems.GatewayProblem;
import dev.meridian.gateway.problems.Problems;
import dev.meridian.platform.kernel.ProblemType;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.tokens.TokenProperties;
import dev.meridian.platform.tokens.TrustedIssuersDecoder;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Who may pass: whoever brings a token of a trusted issuer. What the token allows is for the centers to judge, which
 * verify it again.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(TokenProperties.class)
class SecurityConfiguration {

    private static final String API = "/api/**";

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http, TokenProperties tokens, Clock clock, Problems problems) {
        JwtDecoder decoder = new TrustedIssuersDecoder(tokens, clock, claims -> OAuth2TokenValidatorResult.success());
        ServerAuthenticationEntryPoint refusal = (exchange, failure) -> {
            ProblemType problem = problemOf(failure);
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge(problem));
            return problems.answer(exchange, problem);
        };
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authorizeExchange(rules ->
                        rules.pathMatchers(API).authenticated().anyExchange().permitAll())
                .oauth2ResourceServer(resources -> resources
                        .jwt(jwt -> jwt.jwtDecoder(besideConnections(decoder)))
                        .authenticationEntryPoint(refusal))
                .exceptionHandling(failures -> failures.authenticationEntryPoint(refusal))
                .build();
    }

    /** Paths that try to mean something else further on, such as {@code /api/customers/../../admin}, lead nowhere. */
    @Bean
    ServerExchangeRejectedHandler rejectedPaths(Problems problems) {
        return (exchange, rejection) -> problems.answer(exchange, StandardProblem.NOT_FOUND);
    }

    /** The decoder may wait for keys, so it must not run on a thread that serves connections. */
    private static ReactiveJwtDecoder besideConnections(JwtDecoder decoder) {
        return token -> Mono.fromCallable(() -> decoder.decode(token)).subscribeOn(Schedulers.boundedElastic());
    }

    private static ProblemType problemOf(AuthenticationException failure) {
        return failure instanceof OAuth2AuthenticationException
                ? GatewayProblem.INVALID_TOKEN
                : StandardProblem.UNAUTHENTICATED;
    }

    private static String challenge(ProblemType problem) {
        return problem == GatewayProblem.INVALID_TOKEN ? "Bearer error=\"invalid_token\"" : "Bearer";
    }
}
