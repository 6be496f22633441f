package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.ClassUtils;

class ArchitectureTests {

    @Test
    void the_gateway_keeps_the_rules_of_the_house() {
        ArchitectureRules.of(Gateway.class).allowingReactor().verify();
    }

    /** With a second web stack beside it the first would be chosen by chance; with the other it would not start. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.servlet.Servlet",
                "org.springframework.web.servlet.DispatcherServlet",
                "dev.meridian.platform.web.problems.ProblemAdvice",
                "dev.meridian.platform.security.EndpointScopes",
                "io.github.resilience4j.springboot3.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration"
            })
    void what_does_not_go_with_it_is_not_on_the_class_path(String name) {
        assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).isFalse();
    }
}
