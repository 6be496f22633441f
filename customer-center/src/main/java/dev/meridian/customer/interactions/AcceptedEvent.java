package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.Observation;
import dev.meridian.customer.identity.Observation.Sighting;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An event that is fit to be stored.
 *
 * @param brand who sent it
 * @param eventId the sender's id of it, unique within the brand
 * @param historical whether the brand says that it loads the past: nothing that happens now shall come of it
 * @param properties what the brand sent, an object
 */
record AcceptedEvent(
        Brand brand,
        String eventId,
        String type,
        String channel,
        Instant occurredAt,
        boolean historical,
        List<Sighting> sightings,
        JsonNode properties) {

    AcceptedEvent {
        sightings = List.copyOf(sightings);
    }

    Observation observation() {
        return new Observation(brand, Observation.Source.EVENT, eventId, occurredAt, sightings);
    }

    // Identifiers and properties may be personal and must not reach a log.
    @Override
    public String toString() {
        return "AcceptedEvent[" + brand + ", " + type + "]";
    }
}
