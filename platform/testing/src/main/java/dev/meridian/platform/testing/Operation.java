package dev.meridian.platform.testing;

import com.networknt.schema.Schema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One method on one path of an OpenAPI document, and what it demands of a request and promises of an answer. */
public final class Operation {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^/}]+)}");
    private static final String ANY_SEGMENT = "([^/]+)";
    private static final JsonSchemas SCHEMAS = JsonSchemas.standalone();

    private final OpenApiContract contract;
    private final String method;
    private final String path;
    private final JsonNode definition;
    private final List<JsonNode> parameters;
    private final List<String> variables = new ArrayList<>();
    private final Pattern pattern;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    Operation(OpenApiContract contract, String method, String path, JsonNode definition, JsonNode sharedParameters) {
        this.contract = contract;
        this.method = method;
        this.path = path;
        this.definition = definition;
        this.parameters = parameters(contract, definition.path("parameters"), sharedParameters);
        StringBuilder regex = new StringBuilder();
        Matcher names = VARIABLE.matcher(path);
        int from = 0;
        while (names.find()) {
            regex.append(Pattern.quote(path.substring(from, names.start()))).append(ANY_SEGMENT);
            variables.add(names.group(1));
            from = names.end();
        }
        pattern = Pattern.compile(
                regex.append(Pattern.quote(path.substring(from))).toString());
    }

    /** The method in upper case. */
    public String method() {
        return method;
    }

    /** The path with its {@code {variables}}. */
    public String path() {
        return path;
    }

    /** Names of the path's variables, in order. */
    public List<String> variables() {
        return List.copyOf(variables);
    }

    /** The operation object as written. */
    public JsonNode definition() {
        return definition;
    }

    /** Its parameters, references followed, those of the path item included. */
    public List<JsonNode> parameters() {
        return parameters;
    }

    /** The example of the request body, where it has one. */
    public Optional<JsonNode> requestExample() {
        for (Map.Entry<String, JsonNode> media : requestBody().path("content").properties()) {
            Optional<JsonNode> example = example(media.getValue());
            if (example.isPresent()) {
                return example;
            }
        }
        return Optional.empty();
    }

    /** The first example of a media type or parameter object. */
    public Optional<JsonNode> example(JsonNode holder) {
        if (holder.has("example")) {
            return Optional.of(holder.path("example"));
        }
        for (JsonNode example : holder.path("examples").values()) {
            return Optional.of(contract.resolve(example).path("value"));
        }
        JsonNode schema = contract.resolve(holder.path("schema"));
        if (schema.has("example")) {
            return Optional.of(schema.path("example"));
        }
        return schema.path("examples").values().stream().findFirst();
    }

    int variableCount() {
        return variables.size();
    }

    boolean matches(String concretePath) {
        return pattern.matcher(concretePath).matches();
    }

    /** The request body object, references followed; a missing node where the operation takes none. */
    public JsonNode requestBody() {
        return contract.resolve(definition.path("requestBody"));
    }

    /** The document it is in. */
    public OpenApiContract contract() {
        return contract;
    }

    /** What is wrong with a request that is about to be sent. */
    List<String> requestFaults(
            String concretePath, Map<String, List<String>> query, Map<String, String> headers, byte @Nullable [] body) {
        List<String> faults = new ArrayList<>();
        Map<String, String> inPath = pathValues(concretePath);
        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").asString();
            List<String> values = switch (parameter.path("in").asString()) {
                case "path" -> List.of(inPath.getOrDefault(name, ""));
                case "query" -> query.getOrDefault(name, List.of());
                case "header" -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
                default -> List.of();
            };
            if (values.isEmpty() && parameter.path("required").asBoolean(false)) {
                faults.add("parameter " + name + " is missing");
            }
            for (String value : values) {
                faults.addAll(parameterFaults(parameter, value));
            }
        }
        for (String name : query.keySet()) {
            if (parameters.stream().noneMatch(known -> isQuery(known, name))) {
                faults.add("query parameter " + name + " is not documented");
            }
        }
        faults.addAll(bodyFaults(headers.getOrDefault("Content-Type", ""), body));
        return faults;
    }

    /** What is wrong with an answer. */
    List<String> responseFaults(ApiResponse response) {
        Optional<JsonNode> documented = documented(response.status());
        if (documented.isEmpty()) {
            return List.of("status " + response.status() + " is not documented");
        }
        JsonNode answer = documented.get();
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            JsonNode promised = contract.resolve(header.getValue());
            if (promised.path("required").asBoolean(false)
                    && response.header(header.getKey()).isEmpty()) {
                faults.add("header " + header.getKey() + " is missing");
            }
        }
        JsonNode content = answer.path("content");
        if (content.isEmpty()) {
            if (response.body().length > 0) {
                faults.add("a body came where none is documented");
            }
            return faults;
        }
        String contentType = response.header("Content-Type").orElse("");
        Optional<JsonNode> media = media(content, contentType);
        if (media.isEmpty()) {
            faults.add("content type '" + contentType + "' is not documented");
            return faults;
        }
        faults.addAll(valueFaults("response " + response.status() + contentType, media.get(), response.body()));
        if (contentType.startsWith(ProblemShape.MEDIA_TYPE)) {
            faults.addAll(ProblemShape.faults(response));
        }
        return faults;
    }

    private Optional<JsonNode> documented(int status) {
        JsonNode responses = definition.path("responses");
        for (String key : List.of(Integer.toString(status), status / 100 + "XX", "default")) {
            if (responses.has(key)) {
                return Optional.of(contract.resolve(responses.path(key)));
            }
        }
        return Optional.empty();
    }

    private List<String> bodyFaults(String contentType, byte @Nullable [] body) {
        JsonNode documented = requestBody();
        if (body == null) {
            return documented.path("required").asBoolean(false) ? List.of("the body is missing") : List.of();
        }
        if (documented.isMissingNode()) {
            return List.of("a body is not documented");
        }
        Optional<JsonNode> media = media(documented.path("content"), contentType);
        return media.isEmpty()
                ? List.of("content type '" + contentType + "' is not documented")
                : valueFaults("request" + contentType, media.get(), body);
    }

    private List<String> valueFaults(String key, JsonNode media, byte[] body) {
        JsonNode schema = media.path("schema");
        // The key ends with the media type; only JSON is looked into.
        if (schema.isMissingNode() || !key.contains("json")) {
            return List.of();
        }
        JsonNode value;
        try {
            value = Json.parse(body);
        } catch (JacksonException e) {
            return List.of("the body is not JSON");
        }
        return JsonSchemas.faults(schema(key, schema), value);
    }

    private List<String> parameterFaults(JsonNode parameter, String value) {
        JsonNode schema = parameter.path("schema");
        if (schema.isMissingNode()) {
            return List.of();
        }
        String name = parameter.path("name").asString();
        JsonNode typed = switch (contract.resolve(schema).path("type").asString("string")) {
            case "integer", "number", "boolean" -> scalar(value);
            case "array" -> {
                var values = Json.MAPPER.createArrayNode();
                for (String item : value.split(",")) {
                    values.add(item);
                }
                yield values;
            }
            default -> Json.MAPPER.getNodeFactory().stringNode(value);
        };
        return JsonSchemas.faults(schema("parameter " + name, schema), typed).stream()
                .map(fault -> "parameter " + name + fault)
                .toList();
    }

    private static JsonNode scalar(String value) {
        try {
            return Json.parse(value);
        } catch (JacksonException e) {
            return Json.MAPPER.getNodeFactory().stringNode(value);
        }
    }

    private Schema schema(String key, JsonNode schema) {
        return compiled.computeIfAbsent(key, unused -> SCHEMAS.compile(contract.standalone(schema)));
    }

    private Map<String, String> pathValues(String concretePath) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = pattern.matcher(concretePath);
        if (matcher.matches()) {
            for (int i = 0; i < variables.size(); i++) {
                values.put(variables.get(i), URLDecoder.decode(matcher.group(i + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    private static Optional<JsonNode> media(JsonNode content, String contentType) {
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return content.has(bare) ? Optional.of(content.path(bare)) : Optional.empty();
    }

    private static boolean isQuery(JsonNode parameter, String name) {
        return parameter.path("in").asString().equals("query")
                && parameter.path("name").asString().equals(name);
    }

    private static List<JsonNode> parameters(OpenApiContract contract, JsonNode own, JsonNode shared) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (JsonNode list : List.of(shared, own)) {
            for (JsonNode written : list.values()) {
                JsonNode parameter = contract.resolve(written);
                byName.put(
                        parameter.path("in").asString() + parameter.path("name").asString(), parameter);
            }
        }
        return List.copyOf(byName.values());
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
