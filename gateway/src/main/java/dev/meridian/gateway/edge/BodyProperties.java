package dev.meridian.gateway.edge;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How large request bodies may be.
 *
 * @param limit the largest body accepted
 * @param paths the largest body accepted at single paths, where it differs
 */
@ConfigurationProperties("meridian.gateway.body")
record BodyProperties(
        @DefaultValue("1MB") DataSize limit, @DefaultValue Map<String, DataSize> paths) {

    BodyProperties {
        paths = Map.copyOf(paths);
    }

    /** The largest body accepted at the path. */
    DataSize limitAt(String path) {
        return paths.getOrDefault(path, limit);
    }
}
