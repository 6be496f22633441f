package dev.meridian.tag.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.facts.CustomerEvents;
import dev.meridian.tag.rules.BruteForce;
import dev.meridian.tag.rules.CustomerFacts;
import dev.meridian.tag.rules.Fact;
import dev.meridian.tag.rules.RandomRules;
import dev.meridian.tag.rules.Scalar;
import dev.meridian.tag.segments.PutSegmentOutcome;
import dev.meridian.tag.segments.SegmentChange;
import dev.meridian.tag.segments.SegmentKey;
import dev.meridian.tag.segments.SegmentLifecycle;
import dev.meridian.tag.segments.Segments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/** Everything at once: events, merges, edits, publications, time; and at the end membership is what the facts say. */
@TagTest
class ConcurrentMembershipTests {

    private static final int CUSTOMERS = 14;
    private static final int THREADS = 4;
    private static final int STEPS = 70;
    private static final List<String> SEGMENTS = List.of("one", "two", "three", "four");

    private final Fixture fixture;
    private final CustomerEvents events;
    private final Segments segments;
    private final SegmentLifecycle lifecycle;
    private final DueSweep sweep;
    private final TransactionTemplate transaction;
    private final List<String> brands = List.of(Fixture.newBrand(), Fixture.newBrand());

    private final List<Person> people = new ArrayList<>();
    private final Map<UUID, UUID> mergedInto = new HashMap<>();
    private final Map<UUID, List<Fact>> factsOf = new ConcurrentHashMap<>();
    private final Map<UUID, Map<String, Scalar>> saidBy = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> saidAt = new ConcurrentHashMap<>();

    ConcurrentMembershipTests(
            Fixture fixture,
            CustomerEvents events,
            Segments segments,
            SegmentLifecycle lifecycle,
            DueSweep sweep,
            TransactionTemplate transaction) {
        this.fixture = fixture;
        this.events = events;
        this.segments = segments;
        this.lifecycle = lifecycle;
        this.sweep = sweep;
        this.transaction = transaction;
    }

    @Test
    void membership_equals_the_oracle_when_all_is_quiet_and_transitions_explain_it() throws Exception {
        for (int i = 0; i < CUSTOMERS; i++) {
            Person person = Fixture.person(brands.getFirst());
            for (Person side : List.of(person, person.at(brands.getLast()))) {
                people.add(side);
                say(side, Map.of());
            }
        }
        for (String key : SEGMENTS) {
            for (String scope : List.of(brands.getFirst(), brands.getLast(), "*")) {
                publish(scope, name(scope, key), rule(new Random(key.hashCode() + scope.length())));
            }
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                running.add(threads.submit((Callable<Boolean>) () -> {
                    for (int step = 0; step < STEPS; step++) {
                        act(random);
                    }
                    return true;
                }));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get()).isTrue();
            }
        }
        Awaitility.await("all publications are done")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        fixture.database().number("select count(*) from segment_publication where finished_at is null")
                                == 0);
        // Let whatever is due soon pass, so that the oracle and the center look at the same side of every boundary.
        fixture.clock().forward(Duration.ofMinutes(7));
        sweep.sweep();
        Instant now = fixture.clock().instant();
        for (String key : SEGMENTS) {
            for (String scope : List.of(brands.getFirst(), brands.getLast(), "*")) {
                assertQuiet(scope, name(scope, key), now);
            }
        }
        assertThat(mergedInto).isNotEmpty();
        assertSizesAreTrue();
    }

    private void assertSizesAreTrue() {
        assertThat(fixture.database().rows("""
            select s.segment_id, (select count(*) from segment_member m where m.segment_id = s.segment_id) as members,
                   (select coalesce(sum(members), 0) from segment_size z where z.segment_id = s.segment_id) as size
              from segment s
            """))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(((Number) row.get("size")).longValue())
                        .isEqualTo(((Number) row.get("members")).longValue()));
        for (String brand : brands) {
            assertThat(fixture.database()
                            .number("select sum(customers)::bigint from customers_known where brand = ?", brand))
                    .isEqualTo(fixture.database()
                            .number("select count(*) from customer where brand = ? and not absorbed", brand));
        }
    }

    /** Straight to the use case: a token could expire while another thread moves the clock. */
    private void publish(String scope, String key, Map<String, Object> rule) {
        BrandScope whose = BrandScope.parse(scope);
        ActiveBrandScope.run(whose, () -> {
            assertThat(segments.put(whose, new SegmentKey(key), key, rule, Actor.deployment()))
                    .isInstanceOfAny(PutSegmentOutcome.Created.class, PutSegmentOutcome.Stored.class);
            assertThat(lifecycle.publish(whose, new SegmentKey(key), Actor.deployment()))
                    .isInstanceOf(SegmentChange.Done.class);
        });
    }

    private static String name(String scope, String key) {
        return scope.equals("*") ? "everywhere-" + key : key;
    }

    private Map<String, Object> rule(Random random) {
        return new RandomRules(random, fixture.clock().instant()).rule(3);
    }

    private void act(Random random) {
        switch (random.nextInt(20)) {
            case 0 -> merge(random);
            case 1 -> {
                String scope = List.of(brands.getFirst(), brands.getLast(), "*").get(random.nextInt(3));
                String key = name(scope, SEGMENTS.get(random.nextInt(SEGMENTS.size())));
                publish(scope, key, rule(random));
            }
            case 2 -> sweep.sweep();
            case 3 -> fixture.clock().forward(Duration.ofMinutes(random.nextInt(240)));
            case 4, 5, 6 -> say(people.get(random.nextInt(people.size())), new RandomRules(random, now()).attributes());
            default -> {
                Person person = people.get(random.nextInt(people.size()));
                Fact fact = new RandomRules(random, now()).fact(person.brand());
                // Kept as the database keeps it: to the microsecond.
                Instant at = fact.occurredAt().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
                Fact kept = new Fact(
                        fact.interactionId(), fact.brand(), fact.type(), fact.channel(), at, fact.properties());
                Map<String, Object> properties = new HashMap<>();
                kept.properties().forEach((name, value) -> properties.put(name, value.json()));
                factsOf.computeIfAbsent(
                                person.sourceProfile(), _ -> java.util.Collections.synchronizedList(new ArrayList<>()))
                        .add(kept);
                TestEvent event =
                        fixture.did(person, kept.interactionId(), kept.type(), kept.channel(), at, properties);
                handle(event);
                if (random.nextInt(5) == 0) {
                    handle(event);
                }
            }
        }
    }

    private void say(Person person, Map<String, Scalar> attributes) {
        Map<String, Object> values = new HashMap<>();
        attributes.forEach((name, value) -> values.put(name, value.json()));
        TestEvent event;
        synchronized (saidAt) {
            Instant last = saidAt.getOrDefault(person.sourceProfile(), Instant.EPOCH);
            Instant at = now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
            at = at.isAfter(last) ? at : last.plusNanos(1_000);
            saidAt.put(person.sourceProfile(), at);
            saidBy.put(person.sourceProfile(), attributes);
            event = fixture.says(person, values, at).withTime(at);
        }
        handle(event);
    }

    private void merge(Random random) {
        List<TestEvent> told = new ArrayList<>();
        synchronized (mergedInto) {
            UUID survivor = root(people.get(random.nextInt(people.size())).customer());
            UUID absorbed = root(people.get(random.nextInt(people.size())).customer());
            if (survivor.equals(absorbed) || mergedInto.size() > CUSTOMERS / 2) {
                return;
            }
            List<Person> moved = people.stream()
                    .filter(person -> root(person.customer()).equals(absorbed))
                    .toList();
            mergedInto.put(absorbed, survivor);
            told.add(fixture.merged(survivor, absorbed, profiles(moved)));
            // Everybody has the same evidence here, so every brand comes to the same.
            for (String brand : brands) {
                told.add(fixture.mergedInBrand(
                        brand,
                        survivor,
                        absorbed,
                        profiles(moved.stream()
                                .filter(person -> person.brand().equals(brand))
                                .toList())));
            }
        }
        told.forEach(this::handle);
    }

    private static UUID[] profiles(List<Person> people) {
        return people.stream().map(Person::sourceProfile).toArray(UUID[]::new);
    }

    private UUID root(UUID customer) {
        UUID root = customer;
        while (mergedInto.containsKey(root)) {
            root = mergedInto.get(root);
        }
        return root;
    }

    /** As the consumer does: in a transaction of the group, again after a deadlock. */
    private void handle(TestEvent event) {
        IncomingEvent incoming = Fixture.incoming(event);
        while (true) {
            try {
                ActiveBrandScope.run(
                        BrandScope.group(),
                        () -> transaction.executeWithoutResult(
                                _ -> events.subscription().handler().handle(List.of(incoming))));
                return;
            } catch (PessimisticLockingFailureException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void assertQuiet(String scope, String key, Instant now) {
        Map<String, ?> rule = rule(scope, key);
        Set<UUID> expected = new HashSet<>();
        Set<UUID> ours = new HashSet<>();
        for (Person person : people) {
            ours.add(person.customer());
            UUID customer = root(person.customer());
            if (customer.equals(person.customer()) && BruteForce.isIn(rule, facts(customer, scope), now)) {
                expected.add(customer);
            }
        }
        Set<UUID> actual = new HashSet<>(fixture.members(scope, key));
        actual.retainAll(ours);
        assertThat(actual).as("%s of %s: %s", key, scope, rule).isEqualTo(expected);
        for (UUID customer : ours) {
            List<Object> log = fixture.database().rows("""
                select t.direction from segment_transition t join segment s using (segment_id)
                 where s.brand = ? and s.key = ? and t.customer_id = ? order by t.transition_id
                """, scope, key, customer).stream()
                    .<Object>map(row -> row.get("direction"))
                    .toList();
            for (int i = 0; i < log.size(); i++) {
                assertThat(log.get(i)).isEqualTo(i % 2 == 0 ? "in" : "out");
            }
            boolean in = log.size() % 2 == 1;
            assertThat(in).as("the log explains the state").isEqualTo(actual.contains(customer));
        }
    }

    private Map<String, ?> rule(String scope, String key) {
        Object rule = new tools.jackson.databind.json.JsonMapper()
                .treeToValue(
                        fixture.as(scope)
                                .get("/api/segments/{key}", key)
                                .send()
                                .json()
                                .path("rule"),
                        Map.class);
        @SuppressWarnings("unchecked")
        Map<String, ?> json = (Map<String, ?>) rule;
        return json;
    }

    private CustomerFacts facts(UUID customer, String scope) {
        List<Fact> facts = new ArrayList<>();
        Map<String, Scalar> golden = new HashMap<>();
        Map<String, Instant> observed = new HashMap<>();
        for (Person person : people) {
            if (!root(person.customer()).equals(customer) || !(scope.equals("*") || scope.equals(person.brand()))) {
                continue;
            }
            facts.addAll(factsOf.getOrDefault(person.sourceProfile(), List.of()));
            Instant at = saidAt.get(person.sourceProfile());
            saidBy.getOrDefault(person.sourceProfile(), Map.of()).forEach((name, value) -> {
                Instant before = observed.get(name);
                assertThat(at)
                        .as("observations of one instant would need a tie-break")
                        .isNotEqualTo(before);
                if (before == null || at.isAfter(before)) {
                    observed.put(name, at);
                    golden.put(name, value);
                }
            });
        }
        return new CustomerFacts(golden, facts);
    }

    private Instant now() {
        return fixture.clock().instant();
    }
}
