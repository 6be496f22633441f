package dev.meridian.customer.interactions;

import dev.meridian.customer.catalogue.EventCatalogue;
import dev.meridian.platform.messaging.IncomingEvent;
import java.util.List;
import org.springframework.stereotype.Component;

/** Stores accepted events, a whole poll in one transaction. */
@Component
final class StoringEvents {

    private final IngestTopic topic;
    private final EventRecording recording;
    private final Quarantine quarantine;
    private final EventCatalogue catalogue;

    StoringEvents(IngestTopic topic, EventRecording recording, Quarantine quarantine, EventCatalogue catalogue) {
        this.topic = topic;
        this.recording = recording;
        this.quarantine = quarantine;
        this.catalogue = catalogue;
    }

    /** Stores a batch; runs in the consumer's transaction, in the group's scope. */
    void store(List<IncomingEvent> incoming) {
        List<IngestTopic.Opened> opened = incoming.stream().map(topic::open).toList();
        quarantine.hold(opened.stream()
                .filter(IngestTopic.Opened::quarantined)
                .map(IngestTopic.Opened::event)
                .toList());
        recording.record(
                opened.stream()
                        .filter(one -> !one.quarantined())
                        .map(IngestTopic.Opened::event)
                        .toList(),
                catalogue::inForce);
    }
}
