package dev.meridian.platform.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls every operation of a center's contract with one brand's token and another brand's ids. Each such call must be
 * answered as the same call with ids nobody ever had, and no answer may contain what belongs to the other brand.
 *
 * <p>Immutable; every method but {@link #verify} answers a changed copy. An operation that cannot be called because an
 * id or a body is missing here is a failure: new operations are covered or named with a reason.
 */
public final class BrandIsolation {

    private static final Set<Integer> NEVER = Set.of(401, 403, 500, 503);

    private final ApiClient api;
    private final Map<String, Ids> ids;
    private final Map<String, Object> bodies;
    private final Map<String, Map<String, String>> queries;
    private final Set<String> secrets;
    private final Map<String, String> leftOut;

    /** The other brand's id, and one of the same shape that nobody has. */
    private record Ids(String foreign, String unknown) {}

    private BrandIsolation(
            ApiClient api,
            Map<String, Ids> ids,
            Map<String, Object> bodies,
            Map<String, Map<String, String>> queries,
            Set<String> secrets,
            Map<String, String> leftOut) {
        this.api = api;
        this.ids = ids;
        this.bodies = bodies;
        this.queries = queries;
        this.secrets = secrets;
        this.leftOut = leftOut;
    }

    /** @param api a client of the center, holding the curious brand's token with every scope the center knows */
    public static BrandIsolation of(ApiClient api) {
        return new BrandIsolation(api.unchecked(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of());
    }

    /** What a path variable is filled with: an id of the other brand. */
    public BrandIsolation id(String variable, UUID foreign) {
        return id(variable, foreign.toString(), UUID.randomUUID().toString());
    }

    /** What a path variable is filled with: a value of the other brand, and one that nobody has. */
    public BrandIsolation id(String variable, String foreign, String unknown) {
        return new BrandIsolation(
                api, with(ids, variable, new Ids(foreign, unknown)), bodies, queries, secrets, leftOut);
    }

    /** What an operation is sent instead of its contract's example. */
    public BrandIsolation body(String operationId, Object body) {
        return new BrandIsolation(api, ids, with(bodies, operationId, body), queries, secrets, leftOut);
    }

    /** Query parameters an operation is sent instead of its contract's examples. */
    public BrandIsolation query(String operationId, Map<String, String> parameters) {
        return new BrandIsolation(api, ids, bodies, with(queries, operationId, parameters), secrets, leftOut);
    }

    /** A text that only the other brand's data contains; at least the ids are looked for without saying so. */
    public BrandIsolation secret(String text) {
        Set<String> more = new LinkedHashSet<>(secrets);
        more.add(text);
        return new BrandIsolation(api, ids, bodies, queries, Set.copyOf(more), leftOut);
    }

    /** Leaves an operation out, for a reason that a reader can judge. */
    public BrandIsolation without(String operationId, String reason) {
        return new BrandIsolation(api, ids, bodies, queries, secrets, with(leftOut, operationId, reason));
    }

    /** Fails the test with every operation that tells one brand about another. */
    public void verify() {
        List<String> leaks = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (Operation operation : api.contracts().getFirst().operations()) {
            String name = operation.definition().path("operationId").asString();
            known.add(name);
            if (!leftOut.containsKey(name)) {
                check(operation, name, leaks);
            }
        }
        leftOut.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> leaks.add(name + " is left out and is no operation of the contract"));
        if (!leaks.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), leaks));
        }
    }

    private void check(Operation operation, String name, List<String> leaks) {
        for (String variable : operation.variables()) {
            if (!ids.containsKey(variable)) {
                leaks.add(name + ": no id was given for {" + variable + "}");
                return;
            }
        }
        ApiResponse foreign = call(operation, name, true);
        String text = foreign.text();
        for (String secret : secrets) {
            if (text.contains(secret)) {
                leaks.add(name + ": the answer contains another brand's '" + secret + "': " + foreign);
            }
        }
        if (operation.variables().isEmpty()) {
            ids.values().stream()
                    .filter(id -> text.contains(id.foreign()))
                    .forEach(id -> leaks.add(name + ": the answer contains another brand's id: " + foreign));
            return;
        }
        ApiResponse unknown = call(operation, name, false);
        if (NEVER.contains(foreign.status())) {
            leaks.add(name + ": the token must be good and the answer tell nothing, but it was " + foreign);
        }
        boolean empty = foreign.json().path("items").isArray()
                && foreign.json().path("items").isEmpty();
        if (foreign.status() < 300 && !empty) {
            leaks.add(name + ": another brand's data was answered: " + foreign);
        }
        if (foreign.status() != unknown.status() || !comparable(foreign, true).equals(comparable(unknown, false))) {
            leaks.add(name + ": a foreign id is answered " + foreign + " but an unknown one " + unknown);
        }
    }

    private ApiResponse call(Operation operation, String name, boolean foreign) {
        Object[] values = operation.variables().stream()
                .map(variable -> of(variable, foreign))
                .toArray();
        ApiRequest request = api.request(operation.method(), operation.path(), values);
        Map<String, String> given = queries.getOrDefault(name, Map.of());
        for (JsonNode parameter : operation.parameters()) {
            String parameterName = parameter.path("name").asString();
            if (parameter.path("in").asString().equals("query")) {
                String value = given.getOrDefault(parameterName, example(operation, parameter));
                if (value != null) {
                    request.query(parameterName, value);
                }
            } else if (parameterName.equalsIgnoreCase("Idempotency-Key")) {
                request.idempotencyKey(UUID.randomUUID().toString());
            } else if (parameter.path("in").asString().equals("header")
                    && parameter.path("required").asBoolean(false)) {
                operation.example(parameter).ifPresent(value -> request.header(parameterName, value.asString()));
            }
        }
        Object body = bodies.containsKey(name)
                ? bodies.get(name)
                : operation.requestExample().orElse(null);
        return (body == null ? request : request.body(body)).send();
    }

    private @Nullable String example(Operation operation, JsonNode parameter) {
        if (!parameter.path("required").asBoolean(false)) {
            return null;
        }
        return operation.example(parameter).map(JsonNode::asString).orElse(null);
    }

    private String of(String variable, boolean foreign) {
        Ids pair = Optional.ofNullable(ids.get(variable)).orElseThrow();
        return foreign ? pair.foreign() : pair.unknown();
    }

    /** The answer without what differs from call to call, the asked id included. */
    private String comparable(ApiResponse response, boolean foreign) {
        if (response.body().length == 0) {
            return "";
        }
        JsonNode json = response.json();
        if (json instanceof ObjectNode object) {
            json = object.deepCopy().without("requestId");
        }
        String text = json.toString();
        for (Ids pair : ids.values()) {
            text = text.replace(foreign ? pair.foreign() : pair.unknown(), "<id>");
        }
        return text;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return Map.copyOf(changed);
    }
}
