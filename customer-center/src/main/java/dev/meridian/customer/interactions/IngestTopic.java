package dev.meridian.customer.interactions;

import dev.meridian.customer.protection.Seal;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
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

    /** An event as it was accepted. @param quarantined whether it waits until its schema is mended */
    record Opened(AcceptedEvent event, boolean quarantined) {}

    /** @param orderingKey events of one person share it as far as can be told before looking anything up */
    OutgoingEvent close(AcceptedEvent event, boolean quarantined, String orderingKey, Instant now) {
        UUID id = ids.next();
        ObjectNode content = SealedEvent.write(event);
        content.put("quarantined", quarantined);
        String sealed =
                seal.close(label(event.brand(), id), OwnJson.write(content).getBytes(StandardCharsets.UTF_8));
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
    Opened open(IncomingEvent incoming) {
        Brand brand = incoming.brand();
        if (brand == null) {
            throw new IllegalArgumentException("An accepted event has a brand");
        }
        byte[] opened = seal.open(
                label(brand, incoming.id()),
                incoming.data(IngestAcceptedV1.class).sealed());
        JsonNode content = OwnJson.tree(new String(opened, StandardCharsets.UTF_8));
        return new Opened(
                SealedEvent.read(brand, content), content.path("quarantined").asBoolean(false));
    }

    private static String label(Brand brand, UUID id) {
        return brand.key() + "|" + id;
    }
}
