package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.Identifier;
import dev.meridian.customer.identity.IdentifierType;
import dev.meridian.customer.identity.Observation.Sighting;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The content of an accepted event as it is sealed, on its topic and in quarantine. */
final class SealedEvent {

    private SealedEvent() {}

    static ObjectNode write(AcceptedEvent event) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("eventId", event.eventId());
        content.put("type", event.type());
        content.put("channel", event.channel());
        content.put("occurredAt", event.occurredAt().toString());
        content.put("historical", event.historical());
        ArrayNode sightings = content.putArray("sightings");
        for (Sighting sighting : event.sightings()) {
            sightings
                    .addObject()
                    .put("type", sighting.identifier().type().wireName())
                    .put("scope", sighting.identifier().scope())
                    .put("value", sighting.identifier().value())
                    .put("verified", sighting.verified());
        }
        content.set("properties", event.properties());
        return content;
    }

    static AcceptedEvent read(Brand brand, JsonNode content) {
        List<Sighting> sightings = new ArrayList<>();
        for (JsonNode sighting : content.path("sightings")) {
            Identifier identifier = new Identifier(
                    IdentifierType.ofWireName(sighting.path("type").stringValue())
                            .orElseThrow(() -> new IllegalArgumentException("An unknown type of identifier")),
                    sighting.path("scope").stringValue(),
                    sighting.path("value").stringValue());
            sightings.add(new Sighting(identifier, sighting.path("verified").booleanValue()));
        }
        return new AcceptedEvent(
                brand,
                content.path("eventId").stringValue(),
                content.path("type").stringValue(),
                content.path("channel").stringValue(),
                Instant.parse(content.path("occurredAt").stringValue()),
                // Absent from events that an earlier release accepted.
                content.path("historical").asBoolean(false),
                sightings,
                content.path("properties"));
    }

    static AcceptedEvent parse(Brand brand, String json) {
        return read(brand, OwnJson.tree(json));
    }
}
