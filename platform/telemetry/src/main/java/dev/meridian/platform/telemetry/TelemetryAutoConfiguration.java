package dev.meridian.platform.telemetry;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Puts the gate before every exporter of spans there is. */
@AutoConfiguration
public class TelemetryAutoConfiguration {

    @Bean
    static BeanPostProcessor discreetSpanExporters() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SpanExporter exporter && !(bean instanceof DiscreetSpanExporter)
                        ? new DiscreetSpanExporter(exporter)
                        : bean;
            }
        };
    }
}
