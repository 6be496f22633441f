package dev.meridian.customer.interactions;

import dev.meridian.customer.catalogue.BrandCatalogue;
import dev.meridian.customer.catalogue.EventCatalogue;
import dev.meridian.customer.catalogue.Findings;
import dev.meridian.customer.catalogue.UndeclaredPolicy;
import dev.meridian.customer.identity.IdentityResolution;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
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
    private final EventCatalogue catalogue;
    private final IdentityResolution resolution;
    private final IngestTopic topic;
    private final EventPublisher publisher;
    private final Clock clock;

    EventIngest(
            EventReader reader,
            EventCatalogue catalogue,
            IdentityResolution resolution,
            IngestTopic topic,
            EventPublisher publisher,
            Clock clock) {
        this.reader = reader;
        this.catalogue = catalogue;
        this.resolution = resolution;
        this.topic = topic;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What became of the events of a call. @param accepted how many will be on timelines shortly */
    record Outcome(int accepted, List<Told> rejected, List<Told> quarantined, List<Ignored> ignored) {}

    /** An event that was not taken in, or set aside, and why. */
    record Told(int index, Problem problem) {}

    /** An identifier of an accepted event that does not count. @param position in the event's identifiers */
    record Ignored(int index, int position, String reason) {}

    /** Begins a call of one brand. */
    Call call(Brand brand) {
        return new Call(brand, catalogue.inForce(brand));
    }

    /** One call: events are given to it one after the other, and then all that is fit goes to Kafka at once. */
    final class Call {

        private final Brand brand;
        private final BrandCatalogue declared;
        private final Instant now = clock.instant();
        private final List<OutgoingEvent> outgoing = new ArrayList<>();
        private final List<Told> rejected = new ArrayList<>();
        private final List<Told> quarantined = new ArrayList<>();
        private final List<Ignored> ignored = new ArrayList<>();

        private Call(Brand brand, BrandCatalogue declared) {
            this.brand = brand;
            this.declared = declared;
        }

        /** Reads one thing that was sent as an event. */
        void add(int index, JsonNode sent) {
            switch (reader.read(sent, brand)) {
                case EventReading.Accepted accepted -> admit(index, accepted);
                case EventReading.Rejected(Problem problem) -> rejected.add(new Told(index, problem));
            }
        }

        /** Notes something that cannot even be read as an event. */
        void reject(int index, FieldError fault) {
            rejected.add(new Told(index, invalid(List.of(fault))));
        }

        /**
         * Sends what can be taken in.
         *
         * @throws dev.meridian.platform.messaging.KafkaUnavailable if Kafka does not have all of it: then the call may
         *     be repeated, and what has arrived all the same is stored once
         */
        Outcome send() {
            if (!outgoing.isEmpty()) {
                publisher.publishAndWait(outgoing);
            }
            return new Outcome(outgoing.size() - quarantined.size(), rejected, quarantined, ignored);
        }

        private void admit(int index, EventReading.Accepted accepted) {
            AcceptedEvent event = accepted.event();
            Findings findings = declared.check(event.type(), event.properties());
            List<FieldError> objections = new ArrayList<>(findings.faults());
            if (declared.policy() != UndeclaredPolicy.PRIVATE) {
                objections.addAll(findings.undeclared());
            }
            boolean setAside = !objections.isEmpty() && declared.policy() == UndeclaredPolicy.QUARANTINE;
            if (!objections.isEmpty() && !setAside) {
                rejected.add(new Told(index, invalid(objections)));
                return;
            }
            if (setAside) {
                quarantined.add(new Told(index, invalid(objections)));
            }
            IdentityResolution.Weight weight = resolution.weigh(event.observation());
            outgoing.add(topic.close(event, setAside, weight.orderingKey(), now));
            for (int position : accepted.sightings().blocked()) {
                ignored.add(new Ignored(index, position, "blocked_value"));
            }
            for (int position : weight.weak()) {
                ignored.add(new Ignored(index, accepted.sightings().positions().get(position), "weak_identifier"));
            }
        }
    }

    private static Problem invalid(List<FieldError> errors) {
        return Problem.invalid(StandardProblem.INVALID_REQUEST, errors);
    }
}
