package dev.meridian.gateway.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The OpenAPI documents of what can be called here, by name: {@code gateway} and one per center. */
@Component
final class ApiDocuments {

    private static final String LOCATION = "classpath*:/openapi/*.yaml";
    private static final String SUFFIX = ".yaml";

    /** The order in which the page offers documents; what is not named here comes after, by name. */
    private static final String[] FIRST = {"customer-center", "membership-center", "tag-center"};

    /** Describes what the gateway does not lead to. */
    private static final String NOT_CALLED_HERE = "operations";

    private final Map<String, Resource> documents;

    ApiDocuments() {
        try {
            this.documents = found(new PathMatchingResourcePatternResolver().getResources(LOCATION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents by name, in the order they should be offered. */
    Map<String, Resource> all() {
        return documents;
    }

    private static Map<String, Resource> found(Resource[] resources) {
        Map<String, Resource> byName = new TreeMap<>();
        for (Resource resource : resources) {
            String file = Objects.requireNonNull(resource.getFilename());
            byName.put(file.substring(0, file.length() - SUFFIX.length()), resource);
        }
        Resource unused = byName.remove(NOT_CALLED_HERE);
        Map<String, Resource> ordered = new LinkedHashMap<>();
        for (String name : FIRST) {
            Resource resource = byName.remove(name);
            if (resource != null) {
                ordered.put(name, resource);
            }
        }
        ordered.putAll(byName);
        return ordered;
    }
}
