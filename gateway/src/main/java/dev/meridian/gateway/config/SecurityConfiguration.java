package dev.meridian.gateway.config;

import dev.meridian.gateway.callers.CallerAuthorization;
import dev.meridian.gateway.callers.CallerToken;
import dev.meridian.gateway.problems.Problems;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Admission;
import dev.meridian.platform.tokens.TokenProperties;
import dev.meridian.platform.tokens.TrustedIssuersDecoder;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
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
 * Who may pass: whoever brings a token of a trusted issuer that claims no more than the issuer may vouch for. Whom an
 * operation admits is for the centers to judge, which verify the token again.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(TokenProperties.class)
class SecurityConfiguration {

    private static final String API = "/api/**";

    /** What the door answers itself, it admits to by itself. */
    private static final String OVERVIEW = "/api/customers/{customerId}/overview";

    private static final Admission OVERVIEW_READERS =
            Admission.ofServicesAndStaff("customer:read").andOwnCustomer("customerId");

    @Bean
    TrustedIssuersDecoder trustedIssuersDecoder(TokenProperties tokens, Clock clock) {
        return new TrustedIssuersDecoder(tokens, clock);
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http, TrustedIssuersDecoder decoder, Problems problems) {
        ServerAuthenticationEntryPoint refusal = (exchange, failure) -> {
            ProblemType problem = problemOf(failure);
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge(problem));
            return problems.answer(exchange, Problem.of(problem));
        };
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authorizeExchange(rules -> rules.pathMatchers(HttpMethod.GET, OVERVIEW)
                        .access(CallerAuthorization.admitting(OVERVIEW_READERS))
                        .pathMatchers(API)
                        .authenticated()
                        .anyExchange()
                        .permitAll())
                .oauth2ResourceServer(resources -> resources
                        .jwt(jwt -> jwt.jwtDecoder(besideConnections(decoder))
                                .jwtAuthenticationConverter(
                                        token -> Mono.just(new CallerToken(token, decoder.caller(token)))))
                        .authenticationEntryPoint(refusal))
                .exceptionHandling(failures -> failures.authenticationEntryPoint(refusal)
                        .accessDeniedHandler((exchange, denied) ->
                                problems.answer(exchange, Problem.of(CallerAuthorization.reason(denied)))))
                .build();
    }

    /** Paths that try to mean something else further on, such as {@code /api/customers/../../admin}, lead nowhere. */
    @Bean
    ServerExchangeRejectedHandler rejectedPaths(Problems problems) {
        return (exchange, rejection) -> problems.answer(exchange, Problem.of(StandardProblem.NOT_FOUND));
    }

    /** The decoder may wait for keys, so it must not run on a thread that serves connections. */
    private static ReactiveJwtDecoder besideConnections(JwtDecoder decoder) {
        return token -> Mono.fromCallable(() -> decoder.decode(token)).subscribeOn(Schedulers.boundedElastic());
    }

    private static ProblemType problemOf(AuthenticationException failure) {
        return failure instanceof OAuth2AuthenticationException
                ? StandardProblem.INVALID_TOKEN
                : StandardProblem.UNAUTHENTICATED;
    }

    private static String challenge(ProblemType problem) {
        return problem == StandardProblem.INVALID_TOKEN ? "Bearer error=\"invalid_token\"" : "Bearer";
    }
}
