package dev.meridian.platform.testing.contracts;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Follows references inside one document and from file to file. */
final class Documents {

    private static final int REF_DEPTH = 32;

    private final ContractFiles files;
    private final Map<String, JsonNode> read = new HashMap<>();

    Documents(ContractFiles files) {
        this.files = files;
    }

    /**
     * A part of a document, with the path of the file it is in, which its own references begin from.
     *
     * @param file path of the file
     * @param node the part
     */
    record Place(String file, JsonNode node) {

        /** A part of this part. */
        Place at(String name) {
            return new Place(file, node.path(name));
        }

        boolean exists() {
            return !node.isMissingNode();
        }
    }

    /** A whole file. */
    Place open(String file) {
        return new Place(file, read.computeIfAbsent(file, files::read));
    }

    /** The place itself, or what it refers to in the end. */
    Place resolve(Place place) {
        Place current = place;
        for (int depth = 0; depth < REF_DEPTH; depth++) {
            JsonNode reference = current.node().path("$ref");
            if (!reference.isString()) {
                return current;
            }
            current = target(current.file(), reference.asString());
        }
        throw new IllegalArgumentException(place.file() + ": references in a circle");
    }

    /** What a reference written in the file means. */
    Place target(String fromFile, String reference) {
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        String pointer = hash < 0 ? "" : reference.substring(hash + 1);
        String path =
                file.isEmpty() ? fromFile : URI.create(fromFile).resolve(file).toString();
        if (!files.has(path)) {
            throw new IllegalArgumentException(fromFile + ": there is no file for " + reference);
        }
        JsonNode document = open(path).node();
        JsonNode node = pointer.isEmpty() ? document : document.at(pointer);
        if (node.isMissingNode()) {
            throw new IllegalArgumentException(fromFile + ": nothing is at " + reference);
        }
        return new Place(path, node);
    }
}
