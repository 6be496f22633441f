package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.IdentityResolution;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes events in: what is fit to be stored is safe in Kafka before the caller is answered. */
@Component
final class EventIngest {

    private final EventReader reader;
    private final IdentityResolution resolution;
    private final IngestTopic topic;
    private final EventPublisher publisher;
    private final Clock clock;

    EventIngest(
            EventReader reader,
            IdentityResolution resolution,
            IngestTopic topic,
            EventPublisher publisher,
            Clock clock) {
        this.reader = reader;
        this.resolution = resolution;
        this.topic = topic;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What became of the events of a call. */
    record Outcome(int accepted, List<Rejection> rejected, List<Ignored> ignored) {}

    /** An event that was not taken in. */
    record Rejection(int index, Problem problem) {}

    /** An identifier of an accepted event that does not count. @param position in the event's identifiers */
    record Ignored(int index, int position, String reason) {}

    /**
     * Takes in what can be taken in.
     *
     * @throws dev.meridian.platform.messaging.KafkaUnavailable if Kafka does not have all of it: then the call may be
     *     repeated, and what has arrived all the same is stored once
     */
    Outcome accept(List<JsonNode> events, Brand brand) {
        Instant now = clock.instant();
        List<OutgoingEvent> outgoing = new ArrayList<>();
        List<Rejection> rejected = new ArrayList<>();
        List<Ignored> ignored = new ArrayList<>();
        for (int index = 0; index < events.size(); index++) {
            switch (reader.read(events.get(index), brand)) {
                case EventReading.Accepted accepted -> {
                    IdentityResolution.Weight weight =
                            resolution.weigh(accepted.event().observation());
                    outgoing.add(topic.close(accepted.event(), weight.orderingKey(), now));
                    note(index, accepted, weight, ignored);
                }
                case EventReading.Rejected(Problem problem) -> rejected.add(new Rejection(index, problem));
            }
        }
        if (!outgoing.isEmpty()) {
            publisher.publishAndWait(outgoing);
        }
        return new Outcome(outgoing.size(), rejected, ignored);
    }

    private static void note(
            int index, EventReading.Accepted accepted, IdentityResolution.Weight weight, List<Ignored> ignored) {
        for (int position : accepted.sightings().blocked()) {
            ignored.add(new Ignored(index, position, "blocked_value"));
        }
        for (int position : weight.weak()) {
            ignored.add(new Ignored(index, accepted.sightings().positions().get(position), "weak_identifier"));
        }
    }
}
