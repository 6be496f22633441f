package dev.meridian.platform.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI 3.1 document, read as the plain YAML it is: its schemas are JSON Schema 2020-12. */
public final class OpenApiContract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Map<String, OpenApiContract> LOADED = new ConcurrentHashMap<>();
    private static final int REF_DEPTH = 32;

    private final String name;
    private final JsonNode document;
    private final List<Operation> operations;

    private OpenApiContract(String name, JsonNode document) {
        this.name = name;
        this.document = document;
        List<Operation> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode item = resolve(path.getValue());
            for (Map.Entry<String, JsonNode> method : item.properties()) {
                if (METHODS.contains(method.getKey())) {
                    found.add(new Operation(
                            this,
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            method.getValue(),
                            item.path("parameters")));
                }
            }
        }
        found.sort(Comparator.comparing(Operation::variableCount));
        operations = List.copyOf(found);
    }

    /** The document {@code openapi/<name>.yaml} of the class path. */
    public static OpenApiContract load(String name) {
        return LOADED.computeIfAbsent(name, key -> {
            byte[] yaml = Json.resource("openapi/" + key + ".yaml");
            if (yaml == null) {
                throw new IllegalArgumentException("There is no openapi/" + key + ".yaml on the class path");
            }
            return parse(key, yaml);
        });
    }

    /** Reads a document from its text. */
    public static OpenApiContract parse(String name, byte[] yaml) {
        return new OpenApiContract(name, Json.parseYaml(yaml));
    }

    /** The name it was loaded by. */
    public String name() {
        return name;
    }

    /** The whole document. */
    public JsonNode document() {
        return document;
    }

    /** Every operation; paths with fewer variables first, so that the first match is the most exact one. */
    public List<Operation> operations() {
        return operations;
    }

    /** The operation that a call reaches, or null where the document knows none. */
    @Nullable
    Operation find(String method, String path) {
        for (Operation operation : operations) {
            if (operation.method().equals(method) && operation.matches(path)) {
                return operation;
            }
        }
        return null;
    }

    /** Follows local references until something that is not one. */
    public JsonNode resolve(JsonNode node) {
        JsonNode current = node;
        for (int depth = 0; depth < REF_DEPTH; depth++) {
            JsonNode reference = current.path("$ref");
            if (!reference.isString()) {
                return current;
            }
            current = target(reference.asString());
        }
        throw new IllegalStateException(name + ": references in a circle at " + node);
    }

    private JsonNode target(String reference) {
        if (!reference.startsWith("#/")) {
            throw new IllegalStateException(name + ": only references inside the document are allowed: " + reference);
        }
        JsonNode target = document.at(reference.substring(1));
        if (target.isMissingNode()) {
            throw new IllegalStateException(name + ": nothing is at " + reference);
        }
        return target;
    }

    /** A schema of this document made to stand alone: the components it refers to travel with it. */
    public ObjectNode standalone(JsonNode schema) {
        ObjectNode copy = schema.isBoolean()
                ? Json.MAPPER.createObjectNode()
                : schema.deepCopy().asObject();
        if (schema.isBoolean() && !schema.asBoolean()) {
            copy.set("not", Json.MAPPER.createObjectNode());
        }
        copy.put("$schema", JsonSchemas.DIALECT);
        copy.set("components", document.path("components"));
        return copy;
    }

    @Override
    public String toString() {
        return "openapi/" + name + ".yaml";
    }
}
