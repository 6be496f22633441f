package dev.meridian.platform.telemetry;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Sends traces and metrics to the collector that {@code MERIDIAN_OTLP_ENDPOINT} names; to nobody when it is unset. */
final class OtlpExport implements EnvironmentPostProcessor {

    private static final String ENDPOINT = "MERIDIAN_OTLP_ENDPOINT";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String endpoint = environment.getProperty(ENDPOINT, "").strip();
        if (endpoint.isEmpty()) {
            return;
        }
        String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "meridian-otlp",
                        Map.of(
                                "management.tracing.export.otlp.enabled",
                                true,
                                "management.opentelemetry.tracing.export.otlp.endpoint",
                                base + "/v1/traces",
                                "management.otlp.metrics.export.enabled",
                                true,
                                "management.otlp.metrics.export.url",
                                base + "/v1/metrics")));
    }
}
