package dev.meridian.membership.earning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.membership.Consuming;
import dev.meridian.membership.enrolment.CustomerFact;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

/**
 * Random histories of orders and merges, repeated, shuffled and consumed by four threads, against a sum a child could
 * do: what is left of each group of merged customers has the points of its distinct orders.
 */
@CenterTest
class LedgerHistoryTests {

    private static final List<String> BRANDS = List.of("aurora", "boreal", "cascade");
    private static final List<Object> WORTHLESS = List.of("nothing", 0, -7, new BigDecimal("0.99"), true);
    private static final int CUSTOMERS = 14;
    private static final int ORDERS = 120;
    private static final int MERGES = 8;
    private static final int THREADS = 4;
    private static final int LARGEST_BATCH = 30;

    private final Consuming consuming;
    private final ApiClient operator;
    private final TestDatabase database;

    LedgerHistoryTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.operator = api.as(TestTokens.group("platform:admin", "member:read"));
        this.database = database;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_balance_is_the_sum_of_distinct_orders_and_no_invariant_breaks(long seed) throws Exception {
        History history = History.random(new Random(seed));

        consume(history, new Random(seed));

        history.expected().forEach((survivor, points) -> {
            JsonNode membership = operator.get("/api/customers/{id}/memberships", survivor.value())
                    .send()
                    .expect(200)
                    .json()
                    .path("items")
                    .path(0);
            assertThat(membership.path("customerId").asString())
                    .isEqualTo(survivor.value().toString());
            assertThat(membership.path("balances").path(0).path("available").asLong())
                    .as("points of %s, seed %d", survivor, seed)
                    .isEqualTo(points);
        });
        history.survivors()
                .forEach((customer, survivor) -> assertThat(
                                operator.get("/api/customers/{id}/memberships", customer.value())
                                        .send()
                                        .expect(200)
                                        .json()
                                        .path("items")
                                        .findValuesAsString("customerId"))
                        .as("who %s is now, seed %d", customer, seed)
                        .containsExactly(survivor.value().toString()));
        assertThat(decisions(history)).as("one decision per order event").isEqualTo(history.distinctEvents());
        JsonNode report = Club.prove(operator);
        assertThat(report.path("violations").asLong())
                .as("invariants %s", report)
                .isZero();
    }

    /** A proof in length sets how many. */
    private static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("meridian.prove.seeds", 10));
    }

    private void consume(History history, Random random) throws Exception {
        List<Runnable> batches = batches(history, random);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            batches.forEach(batch -> running.add(threads.submit(batch)));
            for (Future<?> batch : running) {
                batch.get(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** Orders and merges each in random batches, all batches in random order. */
    private List<Runnable> batches(History history, Random random) {
        List<Runnable> batches = new ArrayList<>();
        List<Interaction> orders = new ArrayList<>(history.events());
        Collections.shuffle(orders, random);
        for (int from = 0; from < orders.size(); ) {
            int to = Math.min(orders.size(), from + 1 + random.nextInt(LARGEST_BATCH));
            List<Interaction> batch = List.copyOf(orders.subList(from, to));
            batches.add(() -> consuming.interactions(batch));
            from = to;
        }
        List<CustomerFact> facts = new ArrayList<>(history.merges());
        facts.addAll(history.merges());
        history.survivors().keySet().forEach(customer -> facts.add(new CustomerFact.Known(customer, null)));
        Collections.shuffle(facts, random);
        for (int from = 0; from < facts.size(); ) {
            int to = Math.min(facts.size(), from + 1 + random.nextInt(4));
            List<CustomerFact> batch = List.copyOf(facts.subList(from, to));
            batches.add(() -> consuming.facts(batch));
            from = to;
        }
        Collections.shuffle(batches, random);
        return batches;
    }

    private long decisions(History history) {
        return database.number("select count(*) from earning_decision where customer_id = any(?)", (Object)
                history.survivors().keySet().stream().map(CustomerId::value).toArray(UUID[]::new));
    }

    /**
     * What happened, and the oracle.
     *
     * @param events paid orders, many of them more than once and under several ids of one person
     * @param merges each absorbed customer once, as customer-center would decide it
     * @param survivors who each customer is in the end
     * @param points of each distinct order, by its customer
     */
    private record History(
            List<Interaction> events,
            List<CustomerFact> merges,
            Map<CustomerId, CustomerId> survivors,
            Map<CustomerId, Long> points) {

        static History random(Random random) {
            List<CustomerId> customers = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                customers.add(new CustomerId(new UUID(UUID.randomUUID().getMostSignificantBits(), random.nextLong())));
            }
            List<CustomerId> living = new ArrayList<>(customers);
            Map<CustomerId, CustomerId> absorbedBy = new HashMap<>();
            List<CustomerFact> merges = new ArrayList<>();
            for (int i = 0; i < MERGES; i++) {
                CustomerId absorbed = living.remove(random.nextInt(living.size()));
                CustomerId survivor = living.get(random.nextInt(living.size()));
                absorbedBy.put(absorbed, survivor);
                merges.add(new CustomerFact.Merge(
                        UUID.randomUUID(), survivor, absorbed, Instant.parse("2026-11-01T00:00:00Z")));
            }
            Map<CustomerId, CustomerId> survivors = new HashMap<>();
            for (CustomerId customer : customers) {
                CustomerId current = customer;
                while (absorbedBy.containsKey(current)) {
                    current = absorbedBy.get(current);
                }
                survivors.put(customer, current);
            }
            List<Interaction> events = new ArrayList<>();
            Map<CustomerId, Long> points = new HashMap<>();
            String run = UUID.randomUUID().toString();
            for (int i = 0; i < ORDERS; i++) {
                addOrder(random, run + i, customers, survivors, events, points);
            }
            return new History(events, merges, survivors, points);
        }

        private static void addOrder(
                Random random,
                String orderId,
                List<CustomerId> customers,
                Map<CustomerId, CustomerId> survivors,
                List<Interaction> events,
                Map<CustomerId, Long> points) {
            CustomerId buyer = customers.get(random.nextInt(customers.size()));
            List<CustomerId> samePerson = customers.stream()
                    .filter(other -> survivors.get(other).equals(survivors.get(buyer)))
                    .toList();
            String brand = BRANDS.get(random.nextInt(BRANDS.size()));
            boolean worthless = random.nextInt(10) == 0;
            BigDecimal amount = BigDecimal.valueOf(100 + random.nextInt(500_000), 2);
            int repetitions = 1 + random.nextInt(3);
            for (int i = 0; i < repetitions; i++) {
                Object written = worthless
                        ? WORTHLESS.get(random.nextInt(WORTHLESS.size()))
                        : random.nextBoolean() ? amount : amount.toPlainString();
                Interaction event =
                        Consuming.order(samePerson.get(random.nextInt(samePerson.size())), brand, orderId, written);
                events.add(event);
                if (random.nextBoolean()) {
                    events.add(event);
                }
            }
            if (!worthless) {
                points.merge(buyer, amount.longValue(), Long::sum);
            }
        }

        Map<CustomerId, Long> expected() {
            Map<CustomerId, Long> expected = new HashMap<>();
            survivors.values().forEach(survivor -> expected.put(survivor, 0L));
            points.forEach((customer, earned) -> expected.merge(survivors.get(customer), earned, Long::sum));
            return expected;
        }

        long distinctEvents() {
            return events.stream().map(Interaction::id).distinct().count();
        }
    }
}
