package dev.meridian.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class OtlpExportTests {

    private static final String TRACES = "management.opentelemetry.tracing.export.otlp.endpoint";

    @ParameterizedTest
    @ValueSource(strings = {"http://collector:4318", "http://collector:4318/", "  http://collector:4318 "})
    void an_endpoint_switches_export_on(String endpoint) {
        MockEnvironment environment = new MockEnvironment().withProperty("MERIDIAN_OTLP_ENDPOINT", endpoint);
        new OtlpExport().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.getProperty(TRACES)).isEqualTo("http://collector:4318/v1/traces");
        assertThat(environment.getProperty("management.otlp.metrics.export.url"))
                .isEqualTo("http://collector:4318/v1/metrics");
        assertThat(environment.getProperty("management.otlp.metrics.export.enabled"))
                .isEqualTo("true");
    }

    @Test
    void without_an_endpoint_nothing_is_exported() {
        MockEnvironment environment = new MockEnvironment().withProperty("MERIDIAN_OTLP_ENDPOINT", "");
        new OtlpExport().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.getProperty(TRACES)).isNull();
    }
}
