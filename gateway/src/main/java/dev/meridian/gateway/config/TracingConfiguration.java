package dev.meridian.gateway.config;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where traces go: to the collector that {@code MERIDIAN_OTLP_ENDPOINT} names, and nowhere when it names none. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    @Bean
    @ConditionalOnExpression("!'${MERIDIAN_OTLP_ENDPOINT:}'.isBlank()")
    OtlpTracingConnectionDetails collector(Environment environment) {
        String base = environment.getRequiredProperty("MERIDIAN_OTLP_ENDPOINT").strip();
        String traces = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1/traces";
        return transport -> traces;
    }
}
