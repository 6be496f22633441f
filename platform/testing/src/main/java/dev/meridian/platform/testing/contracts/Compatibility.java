package dev.meridian.platform.testing.contracts;

import dev.meridian.platform.testing.contracts.Documents.Place;
import dev.meridian.platform.testing.contracts.SchemaComparison.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Compares all contracts of two times. */
final class Compatibility {

    private Compatibility() {}

    /**
     * One line for each thing that callers or consumers relied on and that has gone or changed. New paths, new optional
     * fields of requests, new fields of answers and events, and new versions of events are no breaks.
     */
    static List<String> breaks(ContractFiles before, ContractFiles after) {
        Documents old = new Documents(before);
        Documents changed = new Documents(after);
        List<String> breaks = new ArrayList<>();
        for (String file : before.in("openapi")) {
            if (missing(after, file, breaks)) {
                continue;
            }
            prefixed(file, OpenApiComparison.breaks(old, old.open(file), changed, changed.open(file)), breaks);
        }
        for (String file : before.in("schemas")) {
            if (missing(after, file, breaks)) {
                continue;
            }
            List<String> found =
                    SchemaComparison.breaks("", old, old.open(file), changed, changed.open(file), Direction.PROMISED);
            prefixed(file, found, breaks);
        }
        for (String file : before.in("asyncapi")) {
            if (missing(after, file, breaks)) {
                continue;
            }
            Set<String> kept = told(changed, changed.open(file));
            for (String message : told(old, old.open(file))) {
                if (!kept.contains(message)) {
                    breaks.add(file + " " + message + ": is no longer told");
                }
            }
        }
        return breaks;
    }

    /** Every topic and event type that a center sends, as {@code <topic> <type>}. */
    private static Set<String> told(Documents documents, Place document) {
        Set<String> told = new TreeSet<>();
        for (JsonNode written : document.node().path("operations").values()) {
            if (written.path("action").asString("").equals("send")) {
                Place channel = documents.resolve(new Place(document.file(), written.path("channel")));
                for (JsonNode message : channel.node().path("messages").values()) {
                    Place resolved = documents.resolve(new Place(channel.file(), message));
                    told.add(channel.node().path("address").asString() + " "
                            + resolved.node().path("name").asString());
                }
            }
        }
        return told;
    }

    private static boolean missing(ContractFiles after, String file, List<String> breaks) {
        if (after.has(file)) {
            return false;
        }
        return breaks.add(file + ": is gone");
    }

    private static void prefixed(String file, List<String> found, List<String> breaks) {
        found.forEach(line -> breaks.add(file + " " + line));
    }
}
