package dev.meridian.platform.messaging.wire;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.messaging.wire.CloudEvents.Envelope;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes without an outbox: the caller waits and repeats. */
public final class KafkaEventPublisher implements EventPublisher {

    private final CloudEvents cloudEvents;
    private final Confirmations confirmations;
    private final Traces traces;

    public KafkaEventPublisher(CloudEvents cloudEvents, Confirmations confirmations, Traces traces) {
        this.cloudEvents = cloudEvents;
        this.confirmations = confirmations;
        this.traces = traces;
    }

    @Override
    public void publishAndWait(List<OutgoingEvent> events) {
        String traceParent = traces.current();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(events.size());
        for (OutgoingEvent event : events) {
            records.add(cloudEvents.write(envelope(event, traceParent), event.body()));
        }
        confirmations.send(records);
    }

    private static Envelope envelope(OutgoingEvent event, @Nullable String traceParent) {
        Brand brand = event.brand();
        return new Envelope(
                event.topic(),
                event.type(),
                event.id(),
                event.key(),
                0,
                event.time(),
                brand == null ? null : brand.key(),
                traceParent);
    }
}
