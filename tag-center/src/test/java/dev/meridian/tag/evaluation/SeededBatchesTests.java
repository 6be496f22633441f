package dev.meridian.tag.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.facts.CustomerEvents;
import dev.meridian.tag.rules.BruteForce;
import dev.meridian.tag.rules.CustomerFacts;
import dev.meridian.tag.rules.Fact;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.rules.RandomRules;
import dev.meridian.tag.rules.Scalar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Random events in random batches, merges among them: the log of transitions must be, entry by entry and cause by cause,
 * what an oracle says that takes one event after the other.
 */
@TagTest
class SeededBatchesTests {

    private static final int SEEDS = Integer.getInteger("meridian.prove.seeds", 8);
    private static final int PEOPLE = 6;
    private static final int EVENTS = 60;
    private static final int MOST_AT_ONCE = 30;

    private final Fixture fixture;
    private final CustomerEvents events;
    private final TransactionTemplate transaction;

    SeededBatchesTests(Fixture fixture, CustomerEvents events, TransactionTemplate transaction) {
        this.fixture = fixture;
        this.events = events;
        this.transaction = transaction;
    }

    @Test
    void a_batch_has_the_effect_of_its_events_one_after_the_other() {
        int transitions = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = new World(seed);
            world.run();
            transitions += world.verify();
        }
        assertThat(transitions).as("the seeds are worth something").isGreaterThan(SEEDS * 10);
    }

    private record Entry(String direction, UUID cause) {}

    /** A segment, and what the oracle knows of everyone. */
    private final class World {
        final int seed;
        final Random random;
        final List<String> brands = List.of(Fixture.newBrand(), Fixture.newBrand());
        final Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
        final List<Person> sides = new ArrayList<>();
        final Map<UUID, UUID> owners = new HashMap<>();
        final Set<UUID> absorbed = new LinkedHashSet<>();
        final Map<UUID, Set<String>> knownTo = new LinkedHashMap<>();
        final Map<UUID, List<Fact>> facts = new HashMap<>();
        final Map<UUID, Map<String, Scalar>> said = new HashMap<>();
        final Map<UUID, Instant> saidAt = new HashMap<>();
        final Map<String, List<Entry>> expected = new LinkedHashMap<>();
        private Instant lastSaid = Instant.EPOCH;

        World(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            for (int i = 0; i < PEOPLE; i++) {
                Person person = Fixture.person(brands.getFirst());
                sides.add(person);
                sides.add(person.at(brands.getLast()));
            }
            sides.forEach(side -> owners.put(side.sourceProfile(), side.customer()));
            for (String brand : brands) {
                for (int i = 0; i < 3; i++) {
                    String key = "s" + i;
                    Map<String, Object> rule = new RandomRules(random, now()).rule(3);
                    rules.put(brand + "/" + key, rule);
                    fixture.publish(brand, key, rule);
                }
            }
            rules.put(brands.getFirst() + "/dormant", Fixture.dormant());
            fixture.publish(brands.getFirst(), "dormant", Fixture.dormant());
        }

        void run() {
            List<TestEvent> batch = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                batch.add(event());
                if (i == EVENTS - 1 || random.nextInt(MOST_AT_ONCE) == 0) {
                    handle(batch);
                    batch.clear();
                }
            }
        }

        private TestEvent event() {
            Person side = sides.get(random.nextInt(sides.size()));
            return switch (random.nextInt(8)) {
                case 0 -> merge(side);
                case 1, 2 -> say(side);
                default -> act(side);
            };
        }

        private TestEvent act(Person side) {
            Fact made = new RandomRules(random, now()).fact(side.brand());
            // Another test in this database may have the same seed, and an interaction is told once.
            Fact fact = new Fact(
                    UUID.randomUUID(), made.brand(), made.type(), made.channel(), made.occurredAt(), made.properties());
            Map<String, Object> properties = new HashMap<>();
            fact.properties().forEach((name, value) -> properties.put(name, value.json()));
            facts.computeIfAbsent(side.sourceProfile(), _ -> new ArrayList<>()).add(fact);
            knows(side);
            expect(fact.interactionId());
            return fixture.did(side, fact.interactionId(), fact.type(), fact.channel(), fact.occurredAt(), properties);
        }

        private TestEvent say(Person side) {
            Map<String, Scalar> attributes = new RandomRules(random, now()).attributes();
            Map<String, Object> values = new HashMap<>();
            attributes.forEach((name, value) -> values.put(name, value.json()));
            lastSaid = now().isAfter(lastSaid) ? now() : lastSaid.plusNanos(1_000);
            said.put(side.sourceProfile(), attributes);
            saidAt.put(side.sourceProfile(), lastSaid);
            knows(side);
            expect(side.sourceProfile());
            return fixture.says(side, values, lastSaid).withTime(lastSaid);
        }

        /** What a brand takes for one, the others need not. */
        private TestEvent merge(Person side) {
            String brand = side.brand();
            List<Person> ofBrand =
                    sides.stream().filter(one -> one.brand().equals(brand)).toList();
            UUID survivor = owners.get(side.sourceProfile());
            UUID gone = owners.get(ofBrand.get(random.nextInt(ofBrand.size())).sourceProfile());
            if (survivor.equals(gone) || absorbed.size() > PEOPLE) {
                return act(side);
            }
            UUID[] moved = ofBrand.stream()
                    .map(Person::sourceProfile)
                    .filter(profile -> owners.get(profile).equals(gone))
                    .toArray(UUID[]::new);
            TestEvent event = fixture.mergedInBrand(brand, survivor, gone, moved);
            UUID cause = UUID.fromString(event.data().path("mergeId").asString());
            for (UUID profile : moved) {
                owners.put(profile, survivor);
            }
            absorbed.add(cause);
            knownTo.computeIfAbsent(survivor, _ -> new LinkedHashSet<>()).add(brand);
            knownTo.computeIfAbsent(gone, _ -> new LinkedHashSet<>()).remove(brand);
            expect(cause);
            return event;
        }

        private void knows(Person side) {
            knownTo.computeIfAbsent(owners.get(side.sourceProfile()), _ -> new LinkedHashSet<>())
                    .add(side.brand());
        }

        /** Follows every answer after one more event. */
        private void expect(UUID cause) {
            Instant now = now();
            rules.forEach((segment, rule) -> {
                String brand = segment.substring(0, segment.indexOf('/'));
                knownTo.forEach((customer, by) -> {
                    List<Entry> log = expected.computeIfAbsent(segment + "/" + customer, _ -> new ArrayList<>());
                    boolean was = log.size() % 2 == 1;
                    boolean is = by.contains(brand) && BruteForce.isIn(rule, known(customer, brand), now);
                    if (was != is) {
                        log.add(new Entry(is ? "in" : "out", cause));
                    }
                });
            });
        }

        private CustomerFacts known(UUID customer, String brand) {
            List<Fact> activity = new ArrayList<>();
            Map<String, Scalar> golden = new HashMap<>();
            sides.stream()
                    .filter(side -> side.brand().equals(brand))
                    .map(Person::sourceProfile)
                    .filter(profile -> owners.get(profile).equals(customer))
                    .sorted(java.util.Comparator.comparing(profile -> saidAt.getOrDefault(profile, Instant.EPOCH)))
                    .forEach(profile -> {
                        activity.addAll(facts.getOrDefault(profile, List.of()));
                        golden.putAll(said.getOrDefault(profile, Map.of()));
                    });
            return new CustomerFacts(golden, activity);
        }

        int verify() {
            int transitions = 0;
            for (Map.Entry<String, List<Entry>> one : expected.entrySet()) {
                String[] name = one.getKey().split("/");
                List<Entry> actual = fixture.database().rows("""
                    select t.direction, t.cause_id from segment_transition t join segment s using (segment_id)
                     where s.brand = ? and s.key = ? and t.customer_id = ? order by t.transition_id
                    """, name[0], name[1], UUID.fromString(name[2])).stream()
                        .map(row -> new Entry((String) row.get("direction"), (UUID) row.get("cause_id")))
                        .toList();
                assertThat(actual)
                        .as("seed %d, %s, rule %s", seed, one.getKey(), rules.get(name[0] + "/" + name[1]))
                        .isEqualTo(one.getValue());
                long members = fixture.database().number("""
                    select count(*) from segment_member m join segment s using (segment_id)
                     where s.brand = ? and s.key = ? and m.customer_id = ?
                    """, name[0], name[1], UUID.fromString(name[2]));
                assertThat(members).isEqualTo(actual.size() % 2);
                transitions += actual.size();
            }
            return transitions;
        }
    }

    private void handle(List<TestEvent> batch) {
        ActiveBrandScope.run(
                BrandScope.group(),
                () -> transaction.executeWithoutResult(_ -> events.subscription()
                        .handler()
                        .handle(batch.stream().map(Fixture::incoming).toList())));
    }

    private Instant now() {
        return Moments.toMicros(fixture.clock().instant());
    }
}
