package dev.meridian.platform.messaging.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a consumer tells those who watch it. */
final class ConsumerMeters {

    private final String consumer;
    private final MeterRegistry meters;
    private final Counter handled;
    private final Set<Long> stoppedThreads = ConcurrentHashMap.newKeySet();

    ConsumerMeters(String consumer, MeterRegistry meters) {
        this.consumer = consumer;
        this.meters = meters;
        this.handled = Counter.builder("meridian.consumer.handled")
                .description("Events that took effect")
                .tag("consumer", consumer)
                .register(meters);
        Gauge unused = Gauge.builder("meridian.consumer.stopped", stoppedThreads, Set::size)
                .description("Reading threads that go no further, because key after key fails or too much is parked")
                .tag("consumer", consumer)
                .strongReference(true)
                .register(meters);
    }

    void handled(int events) {
        handled.increment(events);
    }

    void parked(String topic) {
        Counter.builder("meridian.deadletters")
                .description("Events given up")
                .tag("consumer", consumer)
                .tag("topic", topic)
                .register(meters)
                .increment();
    }

    /** Says whether the calling thread stands still until somebody mends something. */
    void stopped(boolean now) {
        Long thread = Thread.currentThread().threadId();
        boolean changed = now ? stoppedThreads.add(thread) : stoppedThreads.remove(thread);
    }
}
