package dev.meridian.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Paid orders of made-up people, the same ones for the same seed. */
final class Purchases {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant NEWEST = Instant.parse("2026-11-01T00:00:00Z");

    private final Random random;
    private final String run;
    private final int people;
    private int made;

    /**
     * @param run begins every event id, so that two runs never share one
     */
    Purchases(String run, int people, long seed) {
        this.run = run;
        this.people = people;
        this.random = new Random(seed);
    }

    /** A number of a mobile phone as the platform normalises it. */
    static String phone(int person) {
        return "+86139" + String.format("%08d", 10_203_040 + person * 7L);
    }

    /** Bodies of {@code POST /api/events}, each with so many events. */
    List<String> bodies(int count, int eventsEach) {
        List<String> bodies = new ArrayList<>(count);
        for (int body = 0; body < count; body++) {
            List<Object> events = new ArrayList<>(eventsEach);
            for (int i = 0; i < eventsEach; i++) {
                events.add(event(random.nextInt(people)));
            }
            bodies.add(JSON.writeValueAsString(events));
        }
        return bodies;
    }

    /** One event for each person. */
    String oneEach(int from, int to) {
        List<Object> events = new ArrayList<>();
        for (int person = from; person < to; person++) {
            events.add(event(person));
        }
        return JSON.writeValueAsString(events);
    }

    private Map<String, Object> event(int person) {
        String id = run + "-" + made++;
        return Map.of(
                "id",
                id,
                "type",
                "order.paid",
                "occurredAt",
                NEWEST.minus(random.nextInt(500_000), ChronoUnit.MINUTES).toString(),
                "channel",
                "mini_program",
                "identifiers",
                List.of(Map.of("type", "phone", "value", phone(person), "verified", true)),
                "properties",
                Map.of("orderId", id, "amount", BigDecimal.valueOf(100 + random.nextInt(200_000), 2)));
    }
}
