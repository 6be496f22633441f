package dev.meridian.platform.messaging.deadletters;

import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.Confirmations;
import dev.meridian.platform.messaging.wire.TopicNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
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
    private final Confirmations confirmations;
    private final Clock clock;
    private final MeterRegistry meters;

    public DeadLetterWriter(TopicNames names, Confirmations confirmations, Clock clock, MeterRegistry meters) {
        this.names = names;
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
        Headers headers = letter.headers();
        DeadLetterHeaders.removeFrom(headers);
        CloudEvents.put(headers, DeadLetterHeaders.TOPIC, topic);
        CloudEvents.put(headers, DeadLetterHeaders.PARTITION, Integer.toString(received.partition()));
        CloudEvents.put(headers, DeadLetterHeaders.OFFSET, Long.toString(received.offset()));
        CloudEvents.put(headers, DeadLetterHeaders.CONSUMER, consumer);
        CloudEvents.put(headers, DeadLetterHeaders.EXCEPTION, cause.getClass().getName());
        CloudEvents.put(headers, DeadLetterHeaders.FAILED_AT, clock.instant().toString());
        confirmations.send(List.of(letter));
        Counter.builder("meridian.deadletters")
                .description("Events given up")
                .tag("consumer", consumer)
                .tag("topic", topic)
                .register(meters)
                .increment();
        LOG.atError()
                .addKeyValue("consumer", consumer)
                .addKeyValue("topic", topic)
                .addKeyValue("partition", received.partition())
                .addKeyValue("offset", received.offset())
                .addKeyValue("failure", cause.getClass().getName())
                .log("An event was given up and waits among the dead letters");
    }
}
