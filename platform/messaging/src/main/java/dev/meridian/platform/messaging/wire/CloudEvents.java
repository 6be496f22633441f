package dev.meridian.platform.messaging.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes and reads CloudEvents 1.0 in Kafka's binary mode: attributes in headers, the JSON body as the value. */
public final class CloudEvents {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    private static final String SPEC_VERSION = "ce_specversion";
    private static final String SOURCE = "ce_source";
    private static final String SUBJECT = "ce_subject";
    private static final String TIME = "ce_time";
    private static final String SEQUENCE = "ce_sequence";
    private static final String PARTITION_KEY = "ce_partitionkey";
    private static final String BRAND = "ce_brand";
    private static final String TRACE_PARENT = "traceparent";
    private static final String CONTENT_TYPE = "content-type";
    private static final Pattern TRACE_CONTEXT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final TopicNames topics;
    private final String source;

    /**
     * @param center the name of the center that tells events, which becomes {@code /meridian/<center>}
     */
    public CloudEvents(TopicNames topics, String center) {
        this.topics = topics;
        this.source = "/meridian/" + center;
    }

    /** The record for an event that is told. */
    public ProducerRecord<byte[], byte[]> write(Envelope event, byte[] body) {
        byte[] key = event.key().getBytes(UTF_8);
        var written = new ProducerRecord<>(topics.onKafka(event.topic()), key, body);
        Headers headers = written.headers();
        put(headers, SPEC_VERSION, "1.0");
        put(headers, ID, event.id().toString());
        put(headers, SOURCE, source);
        put(headers, TYPE, event.type());
        put(headers, SUBJECT, event.key());
        put(headers, TIME, event.time().toString());
        put(headers, PARTITION_KEY, event.key());
        put(headers, CONTENT_TYPE, "application/json");
        if (event.sequence() > 0) {
            put(headers, SEQUENCE, Long.toString(event.sequence()));
        }
        if (event.brand() != null) {
            put(headers, BRAND, event.brand());
        }
        if (event.traceParent() != null) {
            put(headers, TRACE_PARENT, event.traceParent());
        }
        return written;
    }

    /** The event in a record. */
    public IncomingEvent read(ConsumerRecord<byte[], byte[]> received) throws UnreadableEvent {
        byte[] body = received.value();
        if (body == null) {
            throw new UnreadableEvent("An event without a body");
        }
        Headers headers = received.headers();
        String type = required(headers, TYPE);
        try {
            UUID id = UUID.fromString(required(headers, ID));
            Instant time = Instant.parse(required(headers, TIME));
            String sequence = text(headers, SEQUENCE);
            String brand = text(headers, BRAND);
            return new IncomingEvent(
                    topics.family(received.topic()),
                    type,
                    id,
                    key(received),
                    sequence == null ? 0 : sequence(sequence),
                    time,
                    brand == null ? null : new Brand(brand),
                    traceParent(headers),
                    body);
        } catch (IllegalArgumentException | DateTimeException broken) {
            throw new UnreadableEvent("An event with broken attributes", broken);
        }
    }

    /** A header's text; null where there is none. The last one counts, as in Kafka. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** Sets a header, replacing what was there under its name. */
    public static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }

    /** A key as producers make them: it is kept in the database, which takes no NUL. */
    private static String key(ConsumerRecord<byte[], byte[]> received) throws UnreadableEvent {
        String key = received.key() == null ? required(received.headers(), SUBJECT) : new String(received.key(), UTF_8);
        if (key.isEmpty() || key.length() > OutgoingEvent.LONGEST_KEY || key.indexOf('\0') >= 0) {
            throw new UnreadableEvent("An event without a usable key");
        }
        return key;
    }

    private static long sequence(String text) throws UnreadableEvent {
        long sequence = Long.parseLong(text);
        if (sequence < 0 || sequence == Long.MAX_VALUE) {
            throw new UnreadableEvent("An event with a sequence nobody gives out");
        }
        return sequence;
    }

    /** Anything else than a trace's context is left out: it must not keep an event from being handled. */
    private static @Nullable String traceParent(Headers headers) {
        String given = text(headers, TRACE_PARENT);
        return given != null && TRACE_CONTEXT.matcher(given).matches() ? given : null;
    }

    private static String required(Headers headers, String name) throws UnreadableEvent {
        String value = text(headers, name);
        if (value == null) {
            throw new UnreadableEvent("An event without " + name);
        }
        return value;
    }

    /**
     * What an event says about itself beside its body.
     *
     * @param sequence position among the events of its topic and key, from 1; 0 where none is kept
     * @param brand key of the brand; null for a fact of the whole group
     * @param traceParent W3C trace context of the work that made the fact; null where nothing was traced
     */
    public record Envelope(
            String topic,
            String type,
            UUID id,
            String key,
            long sequence,
            Instant time,
            @Nullable String brand,
            @Nullable String traceParent) {}
}
