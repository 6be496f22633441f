package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TracingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSUMER = "test-center.traced";

    @Test
    void what_an_event_sets_off_belongs_to_the_trace_of_whoever_told_it() {
        try (TestCenter center = TestCenter.start(Place.fresh(), List.of(TracingTests::subscription))
                .withTopics()) {
            OutgoingEvent told = TestCenter.note("by-outbox", 1);
            OutgoingEvent published = TestCenter.note("published", 2);

            Span request = traced(center, () -> center.tell(List.of(told)));
            Span other = traced(center, () -> center.bean(EventPublisher.class).publishAndWait(List.of(published)));
            Effects.await(center.jdbc(), CONSUMER, 2);

            Awaitility.await("spans").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(causes()).contains(request.context().spanId());
                assertThat(causes()).contains(other.context().spanId());
            });
        }
    }

    /** Both ways an event has of naming its cause: as the parent where it came alone, by a link where not. */
    private static List<String> causes() {
        return TestCenter.spans().stream()
                .filter(span -> span.getName().equals("process " + CONSUMER))
                .filter(span -> span.getKind() == SpanKind.CONSUMER)
                .flatMap(TracingTests::causes)
                .toList();
    }

    private static Stream<String> causes(SpanData span) {
        Stream<String> linked =
                span.getLinks().stream().map(LinkData::getSpanContext).map(context -> context.getSpanId());
        return Stream.concat(Stream.of(span.getParentSpanId()), linked);
    }

    private static Span traced(TestCenter center, Runnable work) {
        Tracer tracer = center.bean(Tracer.class);
        Span span = tracer.nextSpan().name("request").start();
        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            work.run();
        } finally {
            span.end();
        }
        return span;
    }

    private static EventSubscription subscription(TestCenter center) {
        return EventSubscription.ofBatches(
                CONSUMER,
                List.of(TestCenter.TOPIC),
                Set.of(TestCenter.TYPE),
                events -> events.forEach(event -> Effects.add(center.jdbc(), CONSUMER, event)));
    }
}
