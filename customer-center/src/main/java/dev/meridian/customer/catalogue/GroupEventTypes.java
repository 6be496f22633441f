package dev.meridian.customer.catalogue;

import dev.meridian.platform.json.OwnJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The event types that every brand has, shipped as contracts: of each the newest version. */
@Component
final class GroupEventTypes {

    private static final Pattern FILE = Pattern.compile("([a-z_.]+)\\.v([1-9][0-9]*)\\.json");

    private final Map<String, EventSchema> types;

    GroupEventTypes() {
        types = Map.copyOf(read());
    }

    Map<String, EventSchema> types() {
        return types;
    }

    private static Map<String, EventSchema> read() {
        Map<String, EventSchema> found = new TreeMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:events/*.json")) {
                Matcher name = FILE.matcher(Objects.requireNonNull(file.getFilename()));
                if (!name.matches()) {
                    throw new IllegalStateException("Not the file of an event type: " + file.getFilename());
                }
                JsonNode document = OwnJson.tree(file.getContentAsString(StandardCharsets.UTF_8));
                EventSchema schema = new EventSchema(
                        name.group(1),
                        Integer.parseInt(name.group(2)),
                        EventSchema.Owner.GROUP,
                        SchemaReader.readOwn(document, name.group(1)),
                        document);
                found.merge(schema.type(), schema, (one, other) -> one.version() > other.version() ? one : other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("The contracts of events are missing from the class path");
        }
        return found;
    }
}
