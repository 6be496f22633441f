package dev.meridian.customer.interactions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.customer.catalogue.BrandCatalogue;
import dev.meridian.customer.profile.Recognition;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes interactions of events: who they are about, what they were, and what other centers are told. An event that is
 * recorded already changes nothing, also if it comes with other content under the same id. Runs in a transaction in the
 * group's scope.
 */
@Component
final class EventRecording {

    static final String TOPIC = "meridian.customer.interaction";

    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";

    private final Interactions interactions;
    private final Recognition recognition;
    private final Outbox outbox;
    private final TimeOrderedIds ids;
    private final Clock clock;

    EventRecording(Interactions interactions, Recognition recognition, Outbox outbox, TimeOrderedIds ids, Clock clock) {
        this.interactions = interactions;
        this.recognition = recognition;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** What other centers are told of an interaction. */
    record InteractionRecordedV1(
            UUID interactionId,
            UUID customerId,
            UUID brandCustomerId,
            UUID sourceProfileId,
            String brand,
            String channel,
            String type,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer typeVersion,

            Instant occurredAt,
            Instant recordedAt,
            boolean historical,
            ObjectNode properties) {}

    /**
     * Records events, each once.
     *
     * @param catalogues the event types in force for a brand
     */
    void record(List<AcceptedEvent> events, Function<Brand, BrandCatalogue> catalogues) {
        List<AcceptedEvent> fresh = withoutRepeats(events);
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
            BrandCatalogue catalogue = catalogues.apply(event.brand());
            OptionalInt version = catalogue.version(event.type());
            batch.add(new Interaction(
                    ids.next(),
                    event,
                    person.whose(),
                    person.sourceProfile(),
                    version.isPresent() ? version.getAsInt() : null,
                    catalogue.split(event.type(), event.properties()),
                    now));
        }
        Set<UUID> stored = interactions.store(batch);
        List<OutgoingEvent> told = new ArrayList<>(recognised.events());
        batch.stream()
                .filter(interaction -> stored.contains(interaction.id()))
                .map(EventRecording::recorded)
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
        return told(new InteractionRecordedV1(
                interaction.id(),
                interaction.whose().inGroup().value(),
                interaction.whose().inBrand().value(),
                interaction.sourceProfile().value(),
                event.brand().key(),
                event.channel(),
                event.type(),
                interaction.typeVersion(),
                event.occurredAt(),
                interaction.recordedAt(),
                event.historical(),
                interaction.properties().shared()));
    }

    /** The event that tells it. */
    static OutgoingEvent told(InteractionRecordedV1 interaction) {
        return new OutgoingEvent(
                TOPIC,
                RECORDED,
                interaction.interactionId(),
                interaction.customerId().toString(),
                interaction.recordedAt(),
                new Brand(interaction.brand()),
                interaction);
    }
}
