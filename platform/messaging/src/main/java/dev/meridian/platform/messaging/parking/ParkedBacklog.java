package dev.meridian.platform.messaging.parking;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures how many events of each consumer are parked. */
public final class ParkedBacklog {

    private final ParkedEvents parked;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    public ParkedBacklog(ParkedEvents parked, List<String> consumers, MeterRegistry meters) {
        this.parked = parked;
        for (String consumer : consumers) {
            counts.put(consumer, 0);
            Gauge unused = Gauge.builder("meridian.parked.events", counts, it -> it.getOrDefault(consumer, 0))
                    .description("Events that wait because one of their key cannot be handled")
                    .tag("consumer", consumer)
                    .register(meters);
        }
    }

    /** Measures again. */
    public void measure() {
        counts.replaceAll((consumer, before) -> parked.count(consumer));
    }
}
