package dev.meridian.customer.catalogue;

import dev.meridian.platform.problems.FieldError;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The event types of one brand, the group's among them, as they are in force. Immutable. */
public final class BrandCatalogue {

    private final UndeclaredPolicy policy;
    private final Map<String, EventSchema> types;
    private final long revision;

    BrandCatalogue(UndeclaredPolicy policy, Map<String, EventSchema> types, long revision) {
        this.policy = policy;
        this.types = Map.copyOf(types);
        this.revision = revision;
    }

    /** What becomes of that which nobody declared. */
    public UndeclaredPolicy policy() {
        return policy;
    }

    Map<String, EventSchema> types() {
        return types;
    }

    long revision() {
        return revision;
    }

    /** How much it holds, for caches. */
    int weight() {
        return 1
                + types.values().stream()
                        .mapToInt(schema -> schema.content().properties().size())
                        .sum();
    }

    /** The version of a type that is in force; empty for a type that nobody declared. */
    public OptionalInt version(String type) {
        EventSchema schema = types.get(type);
        return schema == null ? OptionalInt.empty() : OptionalInt.of(schema.version());
    }

    /** Compares an event with its schema; pointers are relative to the event. */
    public Findings check(String type, JsonNode properties) {
        Findings findings = new Findings();
        EventSchema schema = types.get(type);
        if (schema == null) {
            findings.undeclared(new FieldError("/type", "undeclared_type"));
        } else {
            schema.content().check(properties, "/properties", findings);
        }
        return findings;
    }

    /**
     * The properties of an event in two parts, which overlap where a property is shared in part.
     *
     * @param shared what other centers are told
     * @param withheld whatever is not, each property whole
     */
    public record Split(ObjectNode shared, ObjectNode withheld) {}

    /** Takes apart what leaves this center and what stays. */
    public Split split(String type, JsonNode properties) {
        @Nullable EventSchema schema = types.get(type);
        ObjectNode shared = schema == null
                ? JsonNodeFactory.instance.objectNode()
                : schema.content().shareable(properties);
        ObjectNode withheld = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> sent : properties.properties()) {
            if (!sent.getValue().equals(shared.get(sent.getKey()))) {
                withheld.set(sent.getKey(), sent.getValue());
            }
        }
        return new Split(shared, withheld);
    }
}
