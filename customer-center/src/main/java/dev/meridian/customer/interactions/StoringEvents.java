package dev.meridian.customer.interactions;

import dev.meridian.customer.profile.Recognition;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Stores accepted events, a whole poll in one transaction: who they are about, what they were, and what other centers
 * are told. An event that is stored already changes nothing, also if it comes with other content under the same id.
 */
@Component
final class StoringEvents {

    static final String TOPIC = "meridian.customer.interaction";

    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";

    private final IngestTopic topic;
    private final Interactions interactions;
    private final Recognition recognition;
    private final SharedProperties sharing;
    private final Outbox outbox;
    private final TimeOrderedIds ids;
    private final Clock clock;

    StoringEvents(
            IngestTopic topic,
            Interactions interactions,
            Recognition recognition,
            SharedProperties sharing,
            Outbox outbox,
            TimeOrderedIds ids,
            Clock clock) {
        this.topic = topic;
        this.interactions = interactions;
        this.recognition = recognition;
        this.sharing = sharing;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    private record InteractionRecordedV1(
            UUID interactionId,
            UUID customerId,
            UUID sourceProfileId,
            String brand,
            String channel,
            String type,
            Instant occurredAt,
            Instant recordedAt,
            boolean historical,
            Map<String, Object> properties) {}

    /** Stores a batch; runs in the consumer's transaction, in the group's scope. */
    void store(List<IncomingEvent> incoming) {
        List<AcceptedEvent> fresh =
                withoutRepeats(incoming.stream().map(topic::open).toList());
        if (fresh.isEmpty()) {
            return;
        }
        Recognition.Recognised recognised = recognition.recognise(
                fresh.stream().map(AcceptedEvent::observation).toList());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Interaction> batch = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            AcceptedEvent event = fresh.get(i);
            Recognition.Person person = recognised.people().get(i);
            batch.add(new Interaction(
                    ids.next(),
                    event,
                    person.customer(),
                    person.sourceProfile(),
                    sharing.split(event.type(), event.properties()),
                    now));
        }
        Set<UUID> stored = interactions.store(batch);
        List<OutgoingEvent> told = new ArrayList<>(recognised.events());
        batch.stream()
                .filter(interaction -> stored.contains(interaction.id()))
                .map(StoringEvents::recorded)
                .forEach(told::add);
        outbox.appendAll(told);
    }

    private List<AcceptedEvent> withoutRepeats(List<AcceptedEvent> events) {
        Map<Interactions.EventKey, AcceptedEvent> first = new LinkedHashMap<>();
        events.forEach(event -> first.putIfAbsent(Interactions.EventKey.of(event), event));
        interactions.stored(first.values()).forEach(first::remove);
        return List.copyOf(first.values());
    }

    private static OutgoingEvent recorded(Interaction interaction) {
        AcceptedEvent event = interaction.event();
        Map<String, Object> properties = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property :
                interaction.properties().shared().properties()) {
            properties.put(property.getKey(), scalar(property.getValue()));
        }
        return new OutgoingEvent(
                TOPIC,
                RECORDED,
                interaction.id(),
                interaction.customer().toString(),
                interaction.recordedAt(),
                event.brand(),
                new InteractionRecordedV1(
                        interaction.id(),
                        interaction.customer().value(),
                        interaction.sourceProfile().value(),
                        event.brand().key(),
                        event.channel(),
                        event.type(),
                        event.occurredAt(),
                        interaction.recordedAt(),
                        event.historical(),
                        properties));
    }

    private static Object scalar(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? value.decimalValue() : value.stringValue();
    }
}
