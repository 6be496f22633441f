package dev.meridian.platform.testing;

import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The JSON Schemas of events and their examples, by event type: {@code meridian.customer.profile.created.v1} is
 * described by {@code schemas/customer/profile.created.v1.json} and shown in
 * {@code examples/customer/profile.created.v1/}.
 */
public final class EventContracts {

    /** What every {@code $id} of a schema begins with. */
    public static final String SCHEMA_BASE = "https://meridian.dev/";

    private static final Pattern TYPE =
            Pattern.compile("meridian\\.([a-z]+)\\.([a-z_]+(?:\\.[a-z_]+)+\\.v[1-9][0-9]*)");
    private static final JsonSchemas SCHEMAS = new JsonSchemas(EventContracts::textOfSchema);
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private EventContracts() {}

    /**
     * One example.
     *
     * @param name file name without its ending
     * @param body the event's data
     */
    public record Example(String name, JsonNode body) {
        /** The data as it would be a Kafka value. */
        public byte[] bytes() {
            return Json.MAPPER.writeValueAsBytes(body);
        }
    }

    /** Fails the test unless the data keeps to the schema of the type. */
    public static void validate(String type, JsonNode data) {
        List<String> faults = faults(type, data);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s breaks its schema: %s%n  %s".formatted(type, faults, data));
        }
    }

    /** As {@link #validate(String, JsonNode)}, from JSON text. */
    public static void validate(String type, String json) {
        validate(type, Json.parse(json));
    }

    /** As {@link #validate(String, JsonNode)}, from a Kafka value. */
    public static void validate(String type, byte[] json) {
        validate(type, Json.parse(json));
    }

    /** What is wrong with the data of an event, one line each; nothing when it keeps to its schema. */
    public static List<String> faults(String type, byte[] json) {
        try {
            return faults(type, Json.parse(json));
        } catch (JacksonException e) {
            return List.of("the value is not JSON");
        }
    }

    /** What is wrong with the data of an event, one line each; nothing when it keeps to its schema. */
    public static List<String> faults(String type, JsonNode data) {
        String path = schemaPath(type);
        if (path == null) {
            return List.of("'" + type + "' is not an event type of this platform");
        }
        byte[] schema = Json.resource(path);
        if (schema == null) {
            return List.of("there is no " + path);
        }
        return JsonSchemas.faults(COMPILED.computeIfAbsent(type, unused -> SCHEMAS.compile(Json.parse(schema))), data);
    }

    /** Every example of the type, by name; fails the test where there is none. */
    public static List<Example> examples(String type) {
        Matcher parts = TYPE.matcher(type);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + type + "' is not an event type of this platform");
        }
        String pattern = "classpath*:examples/" + parts.group(1) + "/" + parts.group(2) + "/*.json";
        try {
            List<Example> examples = Stream.of(new PathMatchingResourcePatternResolver().getResources(pattern))
                    .map(EventContracts::example)
                    .sorted(Comparator.comparing(Example::name))
                    .toList();
            if (examples.isEmpty()) {
                throw new AssertionError("There is no example of " + type);
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example of the type with the name. */
    public static Example example(String type, String name) {
        return examples(type).stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no example " + name + " of " + type));
    }

    static @Nullable String schemaPath(String type) {
        Matcher parts = TYPE.matcher(type);
        return parts.matches() ? "schemas/" + parts.group(1) + "/" + parts.group(2) + ".json" : null;
    }

    private static @Nullable String textOfSchema(String id) {
        if (!id.startsWith(SCHEMA_BASE)) {
            return null;
        }
        byte[] schema = Json.resource(id.substring(SCHEMA_BASE.length()));
        return schema == null ? null : new String(schema, StandardCharsets.UTF_8);
    }

    private static Example example(Resource resource) {
        String file = Objects.requireNonNull(resource.getFilename());
        try {
            return new Example(
                    file.substring(0, file.length() - ".json".length()), Json.parse(resource.getContentAsByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
