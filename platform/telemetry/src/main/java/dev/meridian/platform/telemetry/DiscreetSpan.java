package dev.meridian.platform.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Set;

/**
 * A span as it may leave the process. An address ends where its query begins, because a query may name a person, and of
 * a failure only its type is left: messages and traces of drivers, clients and parsers repeat values and addresses.
 */
final class DiscreetSpan extends DelegatingSpanData {

    private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
    private static final Set<String> ADDRESSES =
            Set.of("http.url", "http.uri", "http.target", "http.route", "url.full", "uri");
    private static final Set<String> NOT_TOLD =
            Set.of("url.query", "exception.message", "exception.stacktrace", "error.message");

    private final Attributes attributes;
    private final List<EventData> events;

    DiscreetSpan(SpanData span) {
        super(span);
        this.attributes = discreet(span.getAttributes());
        this.events = span.getEvents().stream()
                .map(event -> EventData.create(event.getEpochNanos(), event.getName(), discreet(event.getAttributes())))
                .toList();
    }

    @Override
    public String getName() {
        return withoutQuery(super.getName());
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public List<EventData> getEvents() {
        return events;
    }

    /** The status of a failure is described by the failure's message; its type stands in the event beside it. */
    @Override
    public StatusData getStatus() {
        return StatusData.create(super.getStatus().getStatusCode(), "");
    }

    private static Attributes discreet(Attributes told) {
        AttributesBuilder kept = Attributes.builder();
        told.forEach((key, value) -> {
            if (key.equals(EXCEPTION_TYPE) || !NOT_TOLD.contains(key.getKey())) {
                put(kept, key, value);
            }
        });
        return kept.build();
    }

    @SuppressWarnings("unchecked")
    private static void put(AttributesBuilder kept, AttributeKey<?> key, Object value) {
        Object told = value instanceof String text && (ADDRESSES.contains(key.getKey()) || text.contains("://"))
                ? withoutQuery(text)
                : value;
        AttributesBuilder ignored = kept.put((AttributeKey<Object>) key, told);
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }
}
