package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.parking.ParkingFull;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;

/** Commits offsets after the database has committed; what has to wait is asked for again after a pause. */
final class BatchListener implements BatchAcknowledgingMessageListener<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchListener.class);

    private final String consumer;
    private final BatchProcessing processing;
    private final ConsumerMeters meters;
    private final ThreadLocal<BackOff> backOff = ThreadLocal.withInitial(BackOff::new);

    BatchListener(String consumer, BatchProcessing processing, ConsumerMeters meters) {
        this.consumer = consumer;
        this.processing = processing;
        this.meters = meters;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Acknowledgment given) {
        // The container was asked for manual acknowledgment, so it always gives one.
        Acknowledgment acknowledgment = Objects.requireNonNull(given);
        switch (processing.process(records)) {
            case Progress.Finished finished -> {
                meters.stopped(false);
                acknowledgment.acknowledge();
                backOff.get().reset();
            }
            case Progress.Waiting waiting -> {
                meters.stopped(waiting.cause() instanceof PartitionStopped || waiting.cause() instanceof ParkingFull);
                LOG.atWarn()
                        .addKeyValue("consumer", consumer)
                        .addKeyValue("failures", backOff.get().failures() + 1)
                        .addKeyValue("cause", waiting.cause().getClass().getName())
                        .log("A consumer waits for something it needs");
                // The container pauses its partitions meanwhile and keeps its place in the group.
                acknowledgment.nack(waiting.index(), backOff.get().next());
            }
        }
    }
}
