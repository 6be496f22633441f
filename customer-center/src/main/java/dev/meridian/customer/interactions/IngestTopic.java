package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.Identifier;
import dev.meridian.customer.identity.IdentifierType;
import dev.meridian.customer.identity.Observation.Sighting;
import dev.meridian.customer.protection.Seal;
import dev.meridian.customer.wire.JsonBody;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form accepted events have on their private topic: sealed, and bound to their brand and id. */
@Component
final class IngestTopic {

    static final String NAME = "meridian.customer.ingest";
    static final String ACCEPTED = "meridian.customer.ingest.accepted.v1";

    private final Seal seal;
    private final TimeOrderedIds ids;

    IngestTopic(Seal seal, TimeOrderedIds ids) {
        this.seal = seal;
        this.ids = ids;
    }

    private record IngestAcceptedV1(String sealed) {}

    /** @param orderingKey events of one person share it as far as can be told before looking anything up */
    OutgoingEvent close(AcceptedEvent event, String orderingKey, Instant now) {
        UUID id = ids.next();
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
        String sealed =
                seal.close(label(event.brand(), id), JsonBody.write(content).getBytes(StandardCharsets.UTF_8));
        return new OutgoingEvent(
                NAME,
                ACCEPTED,
                id,
                event.brand().key() + "|" + orderingKey,
                now,
                event.brand(),
                new IngestAcceptedV1(sealed));
    }

    /**
     * Reads an event of the topic.
     *
     * @throws IllegalArgumentException if it does not open, which makes it a dead letter
     */
    AcceptedEvent open(IncomingEvent incoming) {
        Brand brand = incoming.brand();
        if (brand == null) {
            throw new IllegalArgumentException("An accepted event has a brand");
        }
        byte[] opened = seal.open(
                label(brand, incoming.id()),
                incoming.data(IngestAcceptedV1.class).sealed());
        JsonNode content = JsonBody.parseOwn(new String(opened, StandardCharsets.UTF_8));
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

    private static String label(Brand brand, UUID id) {
        return brand.key() + "|" + id;
    }
}
