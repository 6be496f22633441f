package dev.meridian.platform.testing;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import tools.jackson.databind.JsonNode;

/**
 * An event as it was found in Kafka.
 *
 * @param topic without the test's prefix
 * @param partition of the topic
 * @param offset in the partition
 * @param key Kafka key
 * @param headers as text; of repeated ones the last
 * @param body Kafka value
 */
public record ReceivedEvent(
        String topic, int partition, long offset, String key, Map<String, String> headers, byte[] body) {

    private static final Pattern UUID_SHAPE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,19}");
    private static final Pattern BRAND = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    static ReceivedEvent from(ConsumerRecord<byte[], byte[]> message, String prefix) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : message.headers()) {
            headers.put(header.key(), header.value() == null ? "" : text(header.value()));
        }
        return new ReceivedEvent(
                message.topic().substring(prefix.length()),
                message.partition(),
                message.offset(),
                message.key() == null ? "" : text(message.key()),
                headers,
                message.value() == null ? new byte[0] : message.value());
    }

    public String type() {
        return headers.getOrDefault("ce_type", "");
    }

    public UUID id() {
        return UUID.fromString(headers.getOrDefault("ce_id", ""));
    }

    public long sequence() {
        return Long.parseLong(headers.getOrDefault("ce_sequence", "0"));
    }

    public Instant time() {
        return Instant.parse(headers.getOrDefault("ce_time", ""));
    }

    public Optional<String> brand() {
        return Optional.ofNullable(headers.get("ce_brand"));
    }

    /** The data. */
    public JsonNode data() {
        return Json.parse(body);
    }

    /** What is wrong with it by CloudEvents and by its schema; nothing when it is as promised. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        expect(faults, "ce_specversion", "1.0".equals(headers.get("ce_specversion")));
        expect(faults, "ce_id", matches(UUID_SHAPE, "ce_id"));
        expect(faults, "ce_source", headers.getOrDefault("ce_source", "").startsWith("/meridian/"));
        expect(faults, "ce_subject", key.equals(headers.get("ce_subject")));
        expect(faults, "ce_partitionkey", key.equals(headers.get("ce_partitionkey")));
        expect(faults, "ce_time", isInstant(headers.getOrDefault("ce_time", "")));
        expect(faults, "content-type", headers.getOrDefault("content-type", "").startsWith("application/json"));
        expect(faults, "ce_sequence", !headers.containsKey("ce_sequence") || matches(SEQUENCE, "ce_sequence"));
        expect(faults, "ce_brand", !headers.containsKey("ce_brand") || matches(BRAND, "ce_brand"));
        faults.addAll(EventContracts.faults(type(), body));
        return faults;
    }

    private void expect(List<String> faults, String header, boolean good) {
        if (!good) {
            faults.add("header " + header + " is " + headers.get(header));
        }
    }

    private boolean matches(Pattern shape, String header) {
        return shape.matcher(headers.getOrDefault(header, "")).matches();
    }

    private static boolean isInstant(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "@" + offset + " " + headers + " " + text(body);
    }
}
