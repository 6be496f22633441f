package dev.meridian.membership.earning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Consuming;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.testing.CenterTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * How many orders a second become points, with everything that belongs to it: members, decisions, lots, outbox. The
 * number is printed and not judged: it says as much about the machine as about the code.
 */
@CenterTest
class PostingSpeedTests {

    private static final int CUSTOMERS = 5_000;
    private static final int BATCH = 500;
    private static final int WARM_UP = 6;
    private static final int BATCHES = 20;
    private static final int READERS = 2;

    private final Consuming consuming;

    PostingSpeedTests(PlatformTransactionManager transactions, Enrolment enrolment, PointsEarning earning) {
        this.consuming = new Consuming(transactions, enrolment, earning);
    }

    @Test
    void batches_of_orders_are_posted_set_by_set() throws Exception {
        Random random = new Random(7);
        List<CustomerId> customers = IntStream.range(0, CUSTOMERS)
                .mapToObj(i -> new CustomerId(UUID.randomUUID()))
                .toList();
        for (int i = 0; i < WARM_UP; i++) {
            consuming.interactions(batch(customers, random));
        }

        long begun = System.nanoTime();
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<List<EarningDecision>>> running = new ArrayList<>();
            for (int i = 0; i < BATCHES; i++) {
                List<Interaction> batch = batch(customers, random);
                running.add(readers.submit(() -> consuming.interactions(batch)));
            }
            for (Future<List<EarningDecision>> batch : running) {
                assertThat(batch.get())
                        .hasSize(BATCH)
                        .allSatisfy(
                                decision -> assertThat(decision.outcome()).isInstanceOf(EarningOutcome.Earned.class));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        double perSecond = BATCHES * BATCH * 1_000_000_000.0 / took.toNanos();
        System.out.printf(
                "%,d orders of %,d customers posted in %d ms by %d readers: %,.0f a second, %d retries%n",
                BATCHES * BATCH, CUSTOMERS, took.toMillis(), READERS, perSecond, consuming.retries());
    }

    private static List<Interaction> batch(List<CustomerId> customers, Random random) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Consuming.order(
                        customers.get(random.nextInt(customers.size())),
                        "aurora",
                        UUID.randomUUID().toString(),
                        1 + random.nextInt(500)))
                .toList();
    }
}
