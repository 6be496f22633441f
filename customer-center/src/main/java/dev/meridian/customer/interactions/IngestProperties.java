package dev.meridian.customer.interactions;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are taken in.
 *
 * @param concurrency how many threads of one instance store events
 * @param declaredProperties by event type, the properties that other centers are told even when their name or value
 *     looks personal
 */
@Validated
@ConfigurationProperties("meridian.customer.ingest")
record IngestProperties(
        @Min(1) @Max(64) @DefaultValue("2") int concurrency,
        @DefaultValue Map<String, Set<String>> declaredProperties) {

    /** The most events of one call. */
    static final int MOST_EVENTS = 500;

    /** Where events come from. */
    static final List<String> CHANNELS =
            List.of("app", "mini_program", "web", "store", "field", "social", "email", "phone", "event", "api");

    IngestProperties {
        declaredProperties = Map.copyOf(declaredProperties);
    }
}
