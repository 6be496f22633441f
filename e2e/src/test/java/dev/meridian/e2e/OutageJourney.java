package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.e2e.Gateway.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A server is gone for a minute while a brand keeps sending. Writes are refused clearly or wait within their timeout,
 * and afterwards everything that was accepted is there, in order, once. The length is the system property
 * {@code meridian.outage}, an ISO-8601 duration.
 */
class OutageJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    private static final Duration OUTAGE = Duration.parse(System.getProperty("meridian.outage", "PT60S"));
    private static final int SENDERS = 3;

    /** One sender keeps one person's orders coming, one after the other, and remembers which were accepted. */
    private record Sender(Person person, List<String> accepted) {}

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "postgres"})
    void what_was_accepted_before_and_during_the_outage_is_there_afterwards_in_order_and_once(String server)
            throws InterruptedException {
        AtomicBoolean sending = new AtomicBoolean(true);
        AtomicInteger refusals = new AtomicInteger();
        ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
        List<Sender> senders = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Sender sender = new Sender(Person.unseen(), new ArrayList<>());
            senders.add(sender);
            threads.add(Thread.ofVirtual().start(() -> keepSending(sender, sending, refusals, surprises)));
        }
        try {
            await("orders flow before the outage")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> senders.stream().allMatch(s -> ids(s).size() >= 20));

            FLEET.kill(server);
            try {
                Instant end = Instant.now().plus(OUTAGE);
                await("the outage")
                        .atMost(OUTAGE.plusSeconds(10))
                        .until(() -> Instant.now().isAfter(end));
            } finally {
                FLEET.start(server);
            }

            int before = senders.stream().mapToInt(s -> ids(s).size()).sum();
            await("orders flow after the outage")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> senders.stream().mapToInt(s -> ids(s).size()).sum() >= before + 60);
        } finally {
            sending.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(surprises)
                .as("answers other than 202 and a retryable refusal")
                .isEmpty();
        if (server.equals("kafka")) {
            assertThat(refusals).as("without Kafka nothing can be accepted").hasPositiveValue();
        }
        for (Sender sender : senders) {
            everythingAcceptedIsThereInOrderAndOnce(sender);
        }
    }

    private static List<String> ids(Sender sender) {
        synchronized (sender.accepted()) {
            return List.copyOf(sender.accepted());
        }
    }

    private static void keepSending(
            Sender sender, AtomicBoolean sending, AtomicInteger refusals, ConcurrentLinkedQueue<String> surprises) {
        String run = UUID.randomUUID().toString();
        Instant start = Instant.now().minus(1, ChronoUnit.DAYS);
        for (int n = 0; sending.get(); n++) {
            String id = run + "-" + "%06d".formatted(n);
            var order = Person.order(
                    id,
                    start.plusMillis(n).toString(),
                    1,
                    List.of(sender.person().byPhone()));
            boolean accepted = false;
            while (!accepted && sending.get()) {
                long began = System.nanoTime();
                Answer answer = FLEET.gateway().as("AURORA").post("/api/events", List.of(order));
                accepted = answer.status() == 202;
                if (accepted) {
                    synchronized (sender.accepted()) {
                        sender.accepted().add(id);
                    }
                } else {
                    refusals.incrementAndGet();
                    if (!answer.body().path("retryable").asBoolean()) {
                        surprises.add(answer.status() + " " + answer.raw().body());
                    }
                }
                if (System.nanoTime() - began > Duration.ofSeconds(15).toNanos()) {
                    surprises.add("an answer took longer than its timeout");
                }
            }
        }
    }

    private static void everythingAcceptedIsThereInOrderAndOnce(Sender sender) {
        Gateway.As aurora = FLEET.gateway().as("AURORA");
        List<String> accepted = ids(sender);
        await("the whole timeline").atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            String id = aurora.lookup("phone", sender.person().phone())
                    .body()
                    .path("customerId")
                    .asString();
            List<JsonNode> newestFirst = all("/api/customers/" + id + "/timeline?limit=500");
            List<String> ids = newestFirst.reversed().stream()
                    .map(item -> item.path("eventId").asString())
                    .toList();
            // The last order may have been stored although its sender was stopped before it saw the answer.
            assertThat(ids).doesNotHaveDuplicates().startsWith(accepted.toArray(String[]::new));
            assertThat(ids.size()).isBetween(accepted.size(), accepted.size() + 1);
            assertThat(newestFirst.reversed().stream()
                            .map(item -> item.path("recordedAt").asString())
                            .map(Instant::parse))
                    .as("recorded in the order they were sent")
                    .isSorted();
            long points = aurora.get("/api/customers/" + id + "/memberships")
                    .body()
                    .path("items")
                    .path(0)
                    .path("balances")
                    .path(0)
                    .path("available")
                    .asLong();
            assertThat(points).as("one point an order").isEqualTo(ids.size());
        });
    }

    private static List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = FLEET.gateway()
                    .as("AURORA")
                    .get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .body();
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return items;
    }
}
