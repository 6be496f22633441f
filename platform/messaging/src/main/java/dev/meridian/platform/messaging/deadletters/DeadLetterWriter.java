package dev.meridian.platform.messaging.deadletters;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.parking.Delivery;
import dev.meridian.platform.messaging.parking.ParkingFull;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.Confirmations;
import dev.meridian.platform.messaging.wire.TopicNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts an event aside with the reason, and returns only when Kafka has it. */
public final class DeadLetterWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);

    private final TopicNames names;
    private final CloudEvents cloudEvents;
    private final Confirmations confirmations;
    private final Clock clock;
    private final MeterRegistry meters;

    public DeadLetterWriter(
            TopicNames names, CloudEvents cloudEvents, Confirmations confirmations, Clock clock, MeterRegistry meters) {
        this.names = names;
        this.cloudEvents = cloudEvents;
        this.confirmations = confirmations;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Writes the dead letter.
     *
     * @param cause its class is kept, its message is not: it may quote what the event said about a person
     * @throws dev.meridian.platform.messaging.KafkaUnavailable if Kafka did not confirm; the event is then still where
     *     it was
     */
    public void write(ConsumerRecord<byte[], byte[]> received, String consumer, Throwable cause) {
        String topic = names.family(received.topic());
        var letter = new ProducerRecord<>(
                names.deadLettersOnKafka(topic), null, received.key(), received.value(), received.headers());
        Headers unused = letter.headers().remove(DeadLetterHeaders.BEYOND);
        describe(letter.headers(), topic, received.partition(), received.offset(), consumer, cause.getClass());
        confirmations.send(List.of(letter));
        count(consumer, topic, 1);
        LOG.atError()
                .addKeyValue("consumer", consumer)
                .addKeyValue("topic", topic)
                .addKeyValue("partition", received.partition())
                .addKeyValue("offset", received.offset())
                .addKeyValue("failure", cause.getClass().getName())
                .log("An event was given up and waits among the dead letters");
    }

    /**
     * Writes events of keys that have too many parked, in their order; redriven, they keep their places in their keys.
     *
     * @throws dev.meridian.platform.messaging.KafkaUnavailable if Kafka did not confirm all of them
     */
    public void writeBeyond(List<Delivery> events, String consumer) {
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>(events.size());
        for (Delivery delivery : events) {
            IncomingEvent event = delivery.event();
            Brand brand = event.brand();
            var written = cloudEvents.write(
                    new CloudEvents.Envelope(
                            event.topic(),
                            event.type(),
                            event.id(),
                            event.key(),
                            event.sequence(),
                            event.time(),
                            brand == null ? null : brand.key(),
                            event.traceParent()),
                    event.body());
            var letter = new ProducerRecord<>(
                    names.deadLettersOnKafka(event.topic()), null, written.key(), written.value(), written.headers());
            describe(
                    letter.headers(),
                    event.topic(),
                    delivery.partition(),
                    delivery.offset(),
                    consumer,
                    ParkingFull.class);
            CloudEvents.put(letter.headers(), DeadLetterHeaders.BEYOND, "1");
            letters.add(letter);
            count(consumer, event.topic(), 1);
        }
        confirmations.send(letters);
        LOG.atError()
                .addKeyValue("consumer", consumer)
                .addKeyValue("events", events.size())
                .log("A key has as many parked events as it may have: what comes behind goes to the dead letters");
    }

    private void describe(
            Headers headers, String topic, int partition, long offset, String consumer, Class<?> failure) {
        DeadLetterHeaders.removeFrom(headers);
        CloudEvents.put(headers, DeadLetterHeaders.TOPIC, topic);
        CloudEvents.put(headers, DeadLetterHeaders.PARTITION, Integer.toString(partition));
        CloudEvents.put(headers, DeadLetterHeaders.OFFSET, Long.toString(offset));
        CloudEvents.put(headers, DeadLetterHeaders.CONSUMER, consumer);
        CloudEvents.put(headers, DeadLetterHeaders.EXCEPTION, failure.getName());
        CloudEvents.put(headers, DeadLetterHeaders.FAILED_AT, clock.instant().toString());
    }

    private void count(String consumer, String topic, int letters) {
        Counter.builder("meridian.deadletters")
                .description("Events given up")
                .tag("consumer", consumer)
                .tag("topic", topic)
                .register(meters)
                .increment(letters);
    }
}
