package dev.meridian.platform.testing.hostile;

import dev.meridian.platform.testing.OpenApiContract;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A body that begins as what the contract asks for and is then spoilt here and there. */
final class HostileBody {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int DEEPEST = 6;

    private final OpenApiContract contract;
    private final Odds odds;

    HostileBody(OpenApiContract contract, Odds odds) {
        this.contract = contract;
        this.odds = odds;
    }

    /** Bytes for an operation whose request body is described so. */
    byte[] of(JsonNode requestBody) {
        JsonNode media = contract.resolve(requestBody).path("content").path("application/json");
        String text = spoilt(example(media), 0);
        if (odds.oneIn(12)) {
            return odds.bytes();
        }
        if (odds.oneIn(12)) {
            text = text.substring(0, odds.below(text.length() + 1));
        }
        if (odds.oneIn(20)) {
            text = text + odds.of(List.of("x", "{}", "\u0000", "//", ","));
        }
        Charset charset = odds.oneIn(15)
                ? odds.of(List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1))
                : StandardCharsets.UTF_8;
        byte[] bytes = text.getBytes(charset);
        if (odds.oneIn(20) && bytes.length > 0) {
            bytes = Arrays.copyOf(bytes, bytes.length);
            bytes[odds.below(bytes.length)] = (byte) odds.below(256);
        }
        return bytes;
    }

    private JsonNode example(JsonNode media) {
        if (media.has("example")) {
            return media.path("example");
        }
        List<JsonNode> examples = new ArrayList<>();
        media.path("examples")
                .forEach(example -> examples.add(contract.resolve(example).path("value")));
        return examples.isEmpty() ? made(media.path("schema"), 0) : odds.of(examples);
    }

    /** A value of a schema, roughly. */
    private JsonNode made(JsonNode described, int depth) {
        JsonNode schema = contract.resolve(described);
        if (schema.has("example")) {
            return schema.path("example");
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        for (String choice : List.of("enum", "examples")) {
            if (schema.path(choice).size() > 0) {
                return schema.path(choice).get(odds.below(schema.path(choice).size()));
            }
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.path(choice).size() > 0 && depth < DEEPEST) {
                return made(
                        schema.path(choice).get(odds.below(schema.path(choice).size())), depth + 1);
            }
        }
        if (schema.has("properties") && depth < DEEPEST) {
            var object = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                if (!odds.oneIn(4)) {
                    object.set(property.getKey(), made(property.getValue(), depth + 1));
                }
            }
            return object;
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asString("") : type.asString("")) {
            case "array" -> {
                var array = JSON.createArrayNode();
                for (int i = odds.below(3); i > 0 && depth < DEEPEST; i--) {
                    array.add(made(schema.path("items"), depth + 1));
                }
                yield array;
            }
            case "integer", "number" -> JSON.getNodeFactory().numberNode(odds.below(1_000));
            case "boolean" -> JSON.getNodeFactory().booleanNode(odds.oneIn(2));
            case "string" -> JSON.getNodeFactory().stringNode(odds.text());
            default -> JSON.createObjectNode();
        };
    }

    /** Writes the value with some of it replaced, left out, repeated or added. */
    private String spoilt(JsonNode value, int depth) {
        if (odds.oneIn(depth == 0 ? 20 : 8)) {
            return odds.json();
        }
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (odds.oneIn(15)) {
                    continue;
                }
                String name = odds.oneIn(25) ? Odds.quoted(odds.text()) : Odds.quoted(member.getKey());
                members.add(name + ":" + spoilt(member.getValue(), depth + 1));
                if (odds.oneIn(20)) {
                    members.add(name + ":" + odds.json());
                }
            }
            if (odds.oneIn(15)) {
                members.add(Odds.quoted(odds.text()) + ":" + odds.json());
            }
            return "{" + String.join(",", members) + "}";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(spoilt(item, depth + 1)));
            if (odds.oneIn(15)) {
                items.add(odds.json());
            }
            return "[" + String.join(",", items) + "]";
        }
        return value.isString() && odds.oneIn(4) ? Odds.quoted(odds.text()) : value.toString();
    }
}
