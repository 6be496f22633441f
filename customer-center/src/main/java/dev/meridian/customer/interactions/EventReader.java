package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.SightingsReader;
import dev.meridian.customer.identity.SightingsReader.Sightings;
import dev.meridian.platform.json.JsonFields;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads events as brands send them. Every fault of an event is named, with a pointer relative to the event. */
@Component
final class EventReader {

    private static final Set<String> FIELDS =
            Set.of("id", "type", "occurredAt", "channel", "historical", "identifiers", "properties");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int MOST_FAULTS = 20;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_TYPE = 128;
    private static final int LONGEST_TIME = 64;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Duration MOST_AHEAD = Duration.ofHours(24);

    private final SightingsReader sightings;
    private final Clock clock;

    EventReader(SightingsReader sightings, Clock clock) {
        this.sightings = sightings;
        this.clock = clock;
    }

    EventReading read(JsonNode node, Brand brand) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(node, "", errors);
        if (!errors.isEmpty()) {
            return rejected(errors);
        }
        fields.refuseOthers(FIELDS);
        String id = fields.text("id", LONGEST_ID);
        String type = type(fields);
        Instant occurredAt = occurredAt(fields);
        String channel = channel(fields);
        boolean historical = fields.flag("historical");
        Sightings seen = sightings.read(fields, brand, errors);
        JsonNode properties = fields.optional("properties");
        if (properties != null) {
            PropertyLimits.check(properties, fields.at("properties"), errors);
        }
        if (!errors.isEmpty() || id == null || type == null || occurredAt == null || channel == null) {
            return rejected(errors);
        }
        JsonNode sent = properties == null ? JsonNodeFactory.instance.objectNode() : properties;
        return new EventReading.Accepted(
                new AcceptedEvent(brand, id, type, channel, occurredAt, historical, seen.sightings(), sent), seen);
    }

    private static @Nullable String type(JsonFields fields) {
        String type = fields.text("type", LONGEST_TYPE);
        return type == null || TYPE.matcher(type).matches() ? type : fields.fault("type", "invalid_event_type", "");
    }

    private static @Nullable String channel(JsonFields fields) {
        String channel = fields.text("channel", LONGEST_TYPE);
        return channel == null || IngestProperties.CHANNELS.contains(channel)
                ? channel
                : fields.fault("channel", "unknown_channel", String.join(", ", IngestProperties.CHANNELS));
    }

    private @Nullable Instant occurredAt(JsonFields fields) {
        String text = fields.text("occurredAt", LONGEST_TIME);
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (instant.isBefore(EARLIEST)) {
                return fields.fault("occurredAt", "too_early", EARLIEST.toString());
            }
            if (instant.isAfter(clock.instant().plus(MOST_AHEAD))) {
                return fields.fault("occurredAt", "too_late", String.valueOf(MOST_AHEAD.toHours()));
            }
            return instant;
        } catch (DateTimeException e) {
            return fields.fault("occurredAt", "invalid_instant", "");
        }
    }

    private static EventReading.Rejected rejected(List<FieldError> errors) {
        return new EventReading.Rejected(Problem.invalid(
                StandardProblem.INVALID_REQUEST, errors.subList(0, Math.min(errors.size(), MOST_FAULTS))));
    }
}
