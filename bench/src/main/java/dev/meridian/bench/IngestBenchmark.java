package dev.meridian.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events through the gateway until each is a row of the timeline and published, against the very same rows and messages
 * written by plain batched JDBC and a Kafka producer.
 */
final class IngestBenchmark implements Benchmark {

    private static final String TOPIC = "meridian.customer.interaction";
    private static final String BASELINE_TOPIC = "bench.interaction";
    private static final int BATCH = 500;
    private static final int WARM_UP = 10_000;
    private static final int EVENTS = 30_000;
    private static final int PEOPLE = 6_000;
    private static final int SENDERS = 4;
    private static final int BASELINE_ROUNDS = 3;

    @Override
    public void run(BenchFleet fleet, PrintStream out) {
        try {
            measure(fleet, out);
        } catch (SQLException | ExecutionException e) {
            throw new IllegalStateException("The benchmark failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static void measure(BenchFleet fleet, PrintStream out)
            throws SQLException, ExecutionException, InterruptedException {
        out.printf("ingest: %d events of %d people in batches of %d, %d senders%n", EVENTS, PEOPLE, BATCH, SENDERS);
        try (PublishedEvents warm = new PublishedEvents(fleet.kafka(), TOPIC)) {
            post(fleet.gateway(), new Purchases("warm-up", PEOPLE, 1).bodies(WARM_UP / BATCH, BATCH));
            List<ConsumerRecord<byte[], byte[]>> unused = warm.await(WARM_UP);
        }
        List<String> bodies = new Purchases("measured", PEOPLE, 2).bodies(EVENTS / BATCH, BATCH);
        List<ConsumerRecord<byte[], byte[]>> messages;
        long begin;
        double accepted;
        double published;
        try (PublishedEvents following = new PublishedEvents(fleet.kafka(), TOPIC)) {
            Api gateway = fleet.gateway();
            begin = System.nanoTime();
            try (ExecutorService follower = Executors.newSingleThreadExecutor()) {
                Future<List<ConsumerRecord<byte[], byte[]>>> all = follower.submit(() -> following.await(EVENTS));
                post(gateway, bodies);
                accepted = seconds(begin);
                messages = all.get();
                published = seconds(begin);
            }
        }
        double plain = Double.MAX_VALUE;
        createBaselineTopic(fleet);
        try (Connection database = fleet.customerDatabase()) {
            PlainWriter writer = new PlainWriter(database, fleet.kafka());
            List<@Nullable Object[]> rows = writer.newestRows(EVENTS);
            if (rows.size() != EVENTS) {
                throw new IllegalStateException("Only " + rows.size() + " rows were stored");
            }
            for (int round = 0; round < BASELINE_ROUNDS; round++) {
                writer.prepare();
                begin = System.nanoTime();
                writer.write(rows, messages, BASELINE_TOPIC, BATCH);
                plain = Math.min(plain, seconds(begin));
            }
        }
        print(out, "accepted by the gateway", accepted);
        print(out, "stored and published", published);
        print(out, "baseline: same rows, JDBC and producer", plain);
        out.printf("ratio ingest/baseline: %.3f%n", plain / published);
    }

    private static void post(Api gateway, List<String> bodies) throws ExecutionException, InterruptedException {
        List<Future<?>> calls = new ArrayList<>(bodies.size());
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (String body : bodies) {
                calls.add(senders.submit(() -> {
                    String answer = gateway.post("/api/events", body);
                    if (!answer.contains("\"accepted\":" + BATCH)) {
                        throw new IllegalStateException("Not all events were accepted: " + answer);
                    }
                }));
            }
        }
        for (Future<?> call : calls) {
            Object unused = call.get();
        }
    }

    /** With as many partitions as the platform's own topic. */
    private static void createBaselineTopic(BenchFleet fleet) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fleet.kafka()))) {
            TopicDescription platforms = Objects.requireNonNull(
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC));
            int partitions = platforms.partitions().size();
            Void created = admin.createTopics(List.of(new NewTopic(BASELINE_TOPIC, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void print(PrintStream out, String what, double seconds) {
        out.printf("  %-40s %6.2f s %8.0f events/s%n", what, seconds, EVENTS / seconds);
    }
}
