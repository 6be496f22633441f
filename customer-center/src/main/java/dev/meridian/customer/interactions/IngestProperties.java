package dev.meridian.customer.interactions;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are taken in.
 *
 * @param concurrency how many threads of one instance store events
 */
@Validated
@ConfigurationProperties("meridian.customer.ingest")
record IngestProperties(@Min(1) @Max(64) @DefaultValue("2") int concurrency) {

    /** The most events of one call. */
    static final int MOST_EVENTS = 500;

    /** The most brackets, names and values of one event. */
    static final int MOST_TOKENS = 5_000;

    /** Where events come from. */
    static final List<String> CHANNELS =
            List.of("app", "mini_program", "web", "store", "field", "social", "email", "phone", "event", "api");
}
