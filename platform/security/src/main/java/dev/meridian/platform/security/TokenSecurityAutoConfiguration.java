package dev.meridian.platform.security;

import dev.meridian.platform.tokens.Admission;
import dev.meridian.platform.tokens.TokenProperties;
import dev.meridian.platform.tokens.TrustedIssuersDecoder;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Verifies tokens, checks callers by the center's {@link EndpointScopes}, and denies everything else. */
@AutoConfiguration(
        before = {
            ServletWebSecurityAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            OAuth2ResourceServerAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(TokenProperties.class)
public class TokenSecurityAutoConfiguration {

    /** Below here is what those who run a center may do to it. */
    static final String ADMINISTRATION = "/admin/";

    private static final Admission ADMINISTRATORS = Admission.ofServicesAndStaff("platform:admin");

    @Bean
    TrustedIssuersDecoder trustedIssuersDecoder(TokenProperties properties, ObjectProvider<Clock> clock) {
        return new TrustedIssuersDecoder(properties, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            TrustedIssuersDecoder decoder,
            ObjectProvider<EndpointScopes> endpoints,
            ObjectProvider<RefusalWriter> writers) {
        TokenRefusals refusals = new TokenRefusals(writers.getIfAvailable(() -> (problem, request, response) ->
                response.setStatus(problem.type().status())));
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(token -> CallerAuthentication.of(decoder.caller(token)));
        ProviderManager verification = new ProviderManager(provider);
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .oauth2ResourceServer(server -> server.authenticationManagerResolver(request -> verification)
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .withObjectPostProcessor(answeringEveryFailure(refusals)))
                .authorizeHttpRequests(requests ->
                        authorize(requests, endpoints.orderedStream().toList()))
                .addFilterAfter(new BrandScopeFilter(), AuthorizationFilter.class);
        return http.build();
    }

    @Bean
    WebMvcConfigurer callerArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgumentResolver());
            }
        };
    }

    @Bean
    ListedEndpoints listedEndpoints(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings,
            ObjectProvider<EndpointScopes> endpoints) {
        return new ListedEndpoints(
                mappings.orderedStream().toList(), endpoints.orderedStream().toList());
    }

    private static void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            List<EndpointScopes> endpoints) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll();
        requests.requestMatchers(HttpMethod.GET, "/actuator/health", "/actuator/health/*", "/actuator/prometheus")
                .permitAll();
        for (EndpointScopes scopes : endpoints) {
            for (EndpointScopes.Rule rule : scopes.rules()) {
                if (rule.admission() == null) {
                    requests.requestMatchers(rule.method(), rule.pattern()).permitAll();
                } else {
                    requests.requestMatchers(rule.method(), rule.pattern())
                            .access(CallerAuthorization.admitting(rule.admission()));
                }
            }
        }
        requests.requestMatchers(ADMINISTRATION + "**").access(CallerAuthorization.admitting(ADMINISTRATORS));
        requests.anyRequest().access(CallerAuthorization.refusingUnknown(endpoints));
    }

    /** Without this, a failure to fetch keys would leave the filter chain as an exception. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answeringEveryFailure(TokenRefusals refusals) {
        return new ObjectPostProcessor<>() {
            @Override
            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler(
                        (request, response, failure) -> refusals.commence(request, response, failure));
                return filter;
            }
        };
    }
}
