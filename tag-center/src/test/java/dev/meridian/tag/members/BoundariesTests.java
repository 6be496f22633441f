package dev.meridian.tag.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.rules.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** At the very edge of a window, everyone who is asked gives the same answer. */
@TagTest
class BoundariesTests {

    private static final int SEEDS = Integer.getInteger("meridian.prove.seeds", 5);
    private static final List<Duration> AROUND = List.of(
            Duration.ofNanos(-1_000),
            Duration.ofNanos(-1),
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofNanos(999),
            Duration.ofNanos(1_000));

    private final Fixture fixture;

    BoundariesTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void membership_preview_and_explanation_agree_at_both_ends_of_between() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            String brand = Fixture.newBrand();
            Instant from = Moments.toMicros(fixture.clock().instant())
                    .minus(Duration.ofDays(2))
                    .plusNanos(1_000L * random.nextInt(1_000_000));
            Instant to = from.plus(Duration.ofHours(1));
            Map<String, Object> rule = Map.of(
                    "activity",
                    Map.of(
                            "event",
                            "order.paid",
                            "between",
                            List.of(from.toString(), to.toString()),
                            "measure",
                            "count",
                            "is",
                            Map.of("gte", 1)));
            fixture.publish(brand, "window", rule);
            Map<Person, Instant> orders = new LinkedHashMap<>();
            for (Duration off : AROUND) {
                orders.put(Fixture.person(brand), from.plus(off));
                orders.put(Fixture.person(brand), to.plus(off));
            }
            orders.forEach((person, at) -> fixture.send(fixture.paid(person, at, 1)));
            fixture.awaitFacts(brand, orders.size());

            Set<UUID> inside = orders.entrySet().stream()
                    .filter(order -> isInside(order.getValue(), from, to))
                    .map(order -> order.getKey().customer())
                    .collect(Collectors.toSet());
            assertThat(inside).isNotEmpty().hasSizeLessThan(orders.size());
            assertThat(fixture.members(brand, "window"))
                    .as("seed %d, from %s", seed, from)
                    .containsExactlyInAnyOrderElementsOf(inside);
            assertAgreement(brand, rule, orders.keySet(), null, inside);
        }
    }

    @Test
    void the_past_preview_and_explanation_agree_at_the_instant_a_window_closes() {
        String brand = Fixture.newBrand();
        Instant order = Moments.toMicros(fixture.clock().instant()).minus(Duration.ofDays(40));
        Map<String, Object> rule = Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1));
        fixture.publish(brand, "window", rule);
        Person person = Fixture.person(brand);
        fixture.send(fixture.paid(person, order, 1));
        fixture.awaitFacts(brand, 1);
        Instant leaves = order.plus(Duration.ofDays(30));
        for (Duration off : AROUND) {
            Instant asOf = leaves.plus(off);
            boolean in = off.isNegative();
            assertAgreement(brand, rule, Set.of(person), asOf, in ? Set.of(person.customer()) : Set.of());
            JsonNode past = fixture.as(brand)
                    .get("/api/segments/{key}/members", "window")
                    .query("asOf", asOf)
                    .send()
                    .expect(200)
                    .json();
            assertThat(past.path("items").size()).as("at %s", off).isEqualTo(in ? 1 : 0);
        }
    }

    private void assertAgreement(
            String brand, Map<String, Object> rule, Set<Person> people, Instant asOf, Set<UUID> inside) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("rule", rule, "exact", true));
        if (asOf != null) {
            body.put("asOf", asOf.toString());
        }
        JsonNode preview = fixture.as(brand)
                .post("/api/segments/preview")
                .body(body)
                .send()
                .expect(200)
                .json();
        assertThat(preview.path("count").asInt()).as("preview at %s", asOf).isEqualTo(inside.size());
        for (Person person : people) {
            var request =
                    fixture.as(brand).get("/api/segments/{key}/explanations/{customer}", "window", person.customer());
            if (asOf != null) {
                request.query("asOf", asOf);
            }
            assertThat(request.send().expect(200).json().path("in").asBoolean())
                    .as("explanation at %s", asOf)
                    .isEqualTo(inside.contains(person.customer()));
        }
    }

    private static boolean isInside(Instant order, Instant from, Instant to) {
        long micros = Math.floorDiv(Duration.between(from, order).toNanos(), 1_000L);
        return micros >= 0 && micros < Duration.between(from, to).toNanos() / 1_000;
    }
}
