package dev.meridian.customer.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.identity.Identifier;
import dev.meridian.customer.identity.IdentifierType;
import dev.meridian.customer.identity.IdentityResolution;
import dev.meridian.customer.identity.Observation.Sighting;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.testing.CenterTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** How many events a second the consumer stores, printed; speed is judged in the benchmarks. */
@CenterTest
class IngestThroughputTests {

    private static final Brand AURORA = new Brand("aurora");
    private static final int BATCH = 500;
    private static final int BATCHES = 24;
    private static final int PEOPLE = 2_000;

    private final StoringEvents storing;
    private final IngestTopic topic;
    private final IdentityResolution resolution;
    private final TransactionTemplate transactions;

    IngestThroughputTests(
            StoringEvents storing,
            IngestTopic topic,
            IdentityResolution resolution,
            PlatformTransactionManager transactions) {
        this.storing = storing;
        this.topic = topic;
        this.resolution = resolution;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void stores_events_of_known_customers_in_bulk() throws Exception {
        String run = UUID.randomUUID().toString();
        List<List<IncomingEvent>> first = batches(run, PEOPLE / BATCH, new Random(1));
        double strangers = measure(first);
        double known = measure(batches(run, BATCHES, new Random(2)));

        System.out.printf(
                "ingest consumer: %.0f events/s of new customers, %.0f events/s of known customers%n",
                strangers, known);
    }

    private double measure(List<List<IncomingEvent>> batches) throws Exception {
        long started = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (List<IncomingEvent> batch : batches) {
                Callable<Boolean> work = () -> store(batch);
                running.add(workers.submit(work));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get()).isTrue();
            }
        }
        return batches.size() * BATCH * 1e9 / (System.nanoTime() - started);
    }

    private boolean store(List<IncomingEvent> batch) {
        return ActiveBrandScope.<Boolean, RuntimeException>call(
                BrandScope.group(),
                () -> transactions.execute(status -> {
                    storing.store(batch);
                    return true;
                }));
    }

    /** The first batches go through the people in turn, later ones pick at random. */
    private List<List<IncomingEvent>> batches(String run, int count, Random random) {
        List<List<IncomingEvent>> batches = new ArrayList<>();
        int next = 0;
        for (int b = 0; b < count; b++) {
            List<IncomingEvent> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                int person = count == BATCHES ? random.nextInt(PEOPLE) : next++;
                batch.add(incoming(event(run, person)));
            }
            batches.add(batch);
        }
        return batches;
    }

    private static AcceptedEvent event(String run, int person) {
        return new AcceptedEvent(
                AURORA,
                UUID.randomUUID().toString(),
                "order.paid",
                "mini_program",
                Instant.parse("2026-03-02T08:00:00Z"),
                false,
                List.of(
                        new Sighting(new Identifier(IdentifierType.PHONE, "", run + person), true),
                        new Sighting(new Identifier(IdentifierType.WECHAT_OPENID, "aurora", run + person), false)),
                OwnJson.tree("{\"orderId\":\"A-17\",\"amount\":1200.50,\"currency\":\"CNY\"}"));
    }

    private IncomingEvent incoming(AcceptedEvent event) {
        OutgoingEvent out = topic.close(
                event,
                false,
                resolution.weigh(event.observation()).orderingKey(),
                Instant.parse("2026-03-02T08:00:00Z"));
        return new IncomingEvent(
                out.topic(),
                out.type(),
                out.id(),
                out.key(),
                0,
                out.time(),
                out.brand(),
                null,
                JsonMapper.shared().writeValueAsBytes(out.data()));
    }
}
