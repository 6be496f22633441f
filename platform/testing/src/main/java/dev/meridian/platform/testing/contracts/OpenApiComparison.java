package dev.meridian.platform.testing.contracts;

import dev.meridian.platform.testing.contracts.Documents.Place;
import dev.meridian.platform.testing.contracts.SchemaComparison.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds what a changed OpenAPI document breaks for those who call by the earlier one. */
final class OpenApiComparison {

    static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private static final Pattern VARIABLE = Pattern.compile("\\{[^/}]+}");

    private final Documents before;
    private final Documents after;
    private final List<String> breaks = new ArrayList<>();

    private OpenApiComparison(Documents before, Documents after) {
        this.before = before;
        this.after = after;
    }

    /** One line for each break, beginning with the operation. */
    static List<String> breaks(Documents before, Place old, Documents after, Place changed) {
        OpenApiComparison comparison = new OpenApiComparison(before, after);
        Map<String, Place> oldPaths = byShape(before, old.at("paths"));
        Map<String, Place> newPaths = byShape(after, changed.at("paths"));
        oldPaths.forEach((path, item) -> {
            for (String method : methods(item)) {
                String where = method.toUpperCase(Locale.ROOT) + " " + path;
                Place kept =
                        newPaths.getOrDefault(path, new Place("", item.node().path("never")));
                if (kept.at(method).exists()) {
                    comparison.operation(where, item, kept, method);
                } else {
                    comparison.breaks.add(where + ": is gone");
                }
            }
        });
        return comparison.breaks;
    }

    /** Path items by path; the names of variables are nobody's business but the document's. */
    private static Map<String, Place> byShape(Documents documents, Place paths) {
        Map<String, Place> items = new LinkedHashMap<>();
        for (String path : paths.node().propertyNames()) {
            items.put(VARIABLE.matcher(path).replaceAll("{}"), documents.resolve(paths.at(path)));
        }
        return items;
    }

    private static Set<String> methods(Place item) {
        Set<String> methods = new TreeSet<>(item.node().propertyNames());
        methods.retainAll(METHODS);
        return methods;
    }

    private void operation(String where, Place oldItem, Place newItem, String method) {
        Place old = oldItem.at(method);
        Place changed = newItem.at(method);
        parameters(where, parameters(before, oldItem, old), parameters(after, newItem, changed));
        requestBody(where, before.resolve(old.at("requestBody")), after.resolve(changed.at("requestBody")));
        responses(where, old.at("responses"), changed.at("responses"));
        Set<String> oldScopes = scopes(old);
        for (String scope : scopes(changed)) {
            if (!oldScopes.contains(scope)) {
                breaks.add(where + ": now asks for the scope " + scope);
            }
        }
    }

    private static Map<String, Place> parameters(Documents documents, Place item, Place operation) {
        Map<String, Place> byName = new LinkedHashMap<>();
        for (Place holder : List.of(item, operation)) {
            for (JsonNode written : holder.node().path("parameters").values()) {
                Place parameter = documents.resolve(new Place(holder.file(), written));
                String in = parameter.node().path("in").asString();
                // Path variables are told apart by their place in the path, not by name.
                if (!in.equals("path")) {
                    byName.put(in + " " + parameter.node().path("name").asString(), parameter);
                }
            }
        }
        return byName;
    }

    private void parameters(String where, Map<String, Place> old, Map<String, Place> changed) {
        old.forEach((name, parameter) -> {
            Place kept = changed.get(name);
            if (kept == null) {
                breaks.add(where + " " + name + ": is gone");
            } else {
                if (isRequired(kept) && !isRequired(parameter)) {
                    breaks.add(where + " " + name + ": is now required");
                }
                schema(where + " " + name, parameter.at("schema"), kept.at("schema"), Direction.ACCEPTED);
            }
        });
        changed.forEach((name, parameter) -> {
            if (!old.containsKey(name) && isRequired(parameter)) {
                breaks.add(where + " " + name + ": is new and required");
            }
        });
    }

    private void requestBody(String where, Place old, Place changed) {
        if (!old.exists()) {
            if (changed.exists() && isRequired(changed)) {
                breaks.add(where + " body: is new and required");
            }
            return;
        }
        if (!changed.exists()) {
            breaks.add(where + " body: is gone");
            return;
        }
        if (isRequired(changed) && !isRequired(old)) {
            breaks.add(where + " body: is now required");
        }
        content(where + " body", old.at("content"), changed.at("content"), Direction.ACCEPTED);
    }

    private void responses(String where, Place old, Place changed) {
        for (String status : old.node().propertyNames()) {
            Place promised = before.resolve(old.at(status));
            Place kept = after.resolve(changed.at(status));
            if (kept.exists()) {
                content(where + " " + status, promised.at("content"), kept.at("content"), Direction.PROMISED);
                for (String header : promised.at("headers").node().propertyNames()) {
                    if (!kept.at("headers").at(header).exists()) {
                        breaks.add(where + " " + status + ": the header " + header + " is gone");
                    }
                }
            } else if (status.startsWith("2")) {
                breaks.add(where + " " + status + ": is gone");
            }
        }
    }

    private void content(String where, Place old, Place changed, Direction direction) {
        for (String media : old.node().propertyNames()) {
            if (changed.at(media).exists()) {
                schema(where, old.at(media).at("schema"), changed.at(media).at("schema"), direction);
            } else {
                breaks.add(where + ": the media type " + media + " is gone");
            }
        }
    }

    private void schema(String where, Place old, Place changed, Direction direction) {
        if (old.exists() && changed.exists()) {
            breaks.addAll(SchemaComparison.breaks(where + " ", before, old, after, changed, direction));
        }
    }

    private static boolean isRequired(Place place) {
        return place.node().path("required").asBoolean(false);
    }

    static Set<String> scopes(Place operation) {
        Set<String> scopes = new TreeSet<>();
        for (JsonNode requirement : operation.node().path("security").values()) {
            for (JsonNode list : requirement.values()) {
                list.values().forEach(scope -> scopes.add(scope.asString()));
            }
        }
        return scopes;
    }
}
