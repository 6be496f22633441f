package dev.meridian.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscreetSpanExporterTests {

    private static final String PHONE = "13800138000";

    private final List<SpanData> exported = new ArrayList<>();

    @Test
    void an_address_leaves_without_its_query_and_a_failure_without_its_words() {
        try (SdkTracerProvider tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new DiscreetSpanExporter(remembering())))
                .build()) {
            Span span = tracing.get("test")
                    .spanBuilder("GET /lookup?value=" + PHONE)
                    .setAttribute("http.url", "http://center/lookup?type=phone&value=" + PHONE)
                    .setAttribute("client", "see https://center/lookup?value=" + PHONE)
                    .setAttribute("url.query", "value=" + PHONE)
                    .setAttribute("http.target", "/lookup?value=" + PHONE)
                    .setAttribute("outcome", "SUCCESS")
                    .startSpan();
            IllegalStateException failure = new IllegalStateException("no answer to /lookup?value=" + PHONE);
            failure.addSuppressed(new IllegalStateException("checkpoint GET /lookup?value=" + PHONE));
            span.recordException(failure);
            span.setStatus(StatusCode.ERROR, "no answer to /lookup?value=" + PHONE);
            span.end();
        }

        SpanData left = exported.getFirst();
        assertThat(left.getName()).isEqualTo("GET /lookup");
        assertThat(left.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(left.getAttributes().asMap().toString()).contains("http://center/lookup", "SUCCESS");
        assertThat(left.getEvents().toString()).contains("java.lang.IllegalStateException");
        assertThat(List.of(left.getName(), left.getAttributes(), left.getEvents(), left.getStatus())
                        .toString())
                .doesNotContain(PHONE);
    }

    private SpanExporter remembering() {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                exported.addAll(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
