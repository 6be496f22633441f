package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.e2e.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * The purchases of a shop over 18 months. What the platform makes of them must equal what a few lines of plain code
 * compute from them. They are made up, the same ones each time; {@code -Dmeridian.purchases=FILE} takes real ones
 * instead, in the format of the CDNOW sample (Fader and Hardie): customer, number in the sample, day, pieces, dollars.
 */
class RealPurchasesJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    private static final int BATCH = 500;

    @Test
    void customers_points_and_segments_equal_what_plain_code_computes() throws IOException {
        String file = System.getProperty("meridian.purchases", "");
        List<Purchase> purchases = file.isBlank() ? Purchase.madeUp() : Purchase.read(Path.of(file));
        String run = UUID.randomUUID().toString().substring(0, 8);

        load(purchases, run);

        Map<String, List<Purchase>> byCustomer = new TreeMap<>();
        purchases.forEach(p ->
                byCustomer.computeIfAbsent(p.customer(), _ -> new ArrayList<>()).add(p));
        Map<String, String> ids = customersAre(byCustomer, run);
        pointsAre(byCustomer, ids);
        segmentIs(
                run,
                "more-than-three-orders",
                activity(run, "count", null, Map.of("gt", 3), null),
                byCustomer.values().stream().filter(p -> p.size() > 3).count());
        segmentIs(
                run,
                "spent-at-least-200",
                activity(run, "sum", "amount", Map.of("gte", 200), null),
                byCustomer.values().stream()
                        .filter(p -> sum(p).compareTo(new BigDecimal(200)) >= 0)
                        .count());
        segmentIs(
                run,
                "generous-in-the-first-half-of-1998",
                activity(
                        run,
                        "avg",
                        "amount",
                        Map.of("gt", 50),
                        List.of("1998-01-01T00:00:00Z", "1998-07-01T00:00:00Z")),
                byCustomer.values().stream()
                        .map(p -> p.stream()
                                .filter(o -> o.date().getYear() == 1998)
                                .toList())
                        .filter(p -> !p.isEmpty()
                                && sum(p).compareTo(new BigDecimal(50).multiply(new BigDecimal(p.size()))) > 0)
                        .count());
    }

    /** The shop's customer number is an external id of brand Boreal; numbers and store are this run's own. */
    private static void load(List<Purchase> purchases, String run) {
        for (int from = 0; from < purchases.size(); from += BATCH) {
            List<Map<String, Object>> batch = purchases.subList(from, Math.min(purchases.size(), from + BATCH)).stream()
                    .map(p -> Map.<String, Object>of(
                            "id",
                            run + "-" + p.line(),
                            "type",
                            "order.paid",
                            "occurredAt",
                            p.date() + "T12:00:00Z",
                            "channel",
                            "web",
                            "identifiers",
                            List.of(Map.of("type", "external_id", "value", "cdnow-" + run + "-" + p.customer())),
                            "properties",
                            Map.of(
                                    "orderId",
                                    "cdnow-" + run + "-" + p.line(),
                                    "amount",
                                    p.dollars(),
                                    "currency",
                                    "USD",
                                    "storeId",
                                    "cdnow-" + run)))
                    .toList();
            Answer answer = send(batch);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body().path("accepted").asInt()).isEqualTo(batch.size());
        }
    }

    /** As a brand's loader does: a batch without an answer is sent again, since event ids make that harmless. */
    private static Answer send(List<Map<String, Object>> batch) {
        try {
            return FLEET.gateway().as("BOREAL").post("/api/events", batch);
        } catch (UncheckedIOException e) {
            System.out.println("A batch got no answer and is sent once more: " + e.getCause());
            return FLEET.gateway().as("BOREAL").post("/api/events", batch);
        }
    }

    private static Map<String, String> customersAre(Map<String, List<Purchase>> byCustomer, String run) {
        Gateway.As boreal = FLEET.gateway().as("BOREAL");
        Map<String, String> ids = new HashMap<>();
        await("every customer of the shop is known")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> {
                    for (String customer : byCustomer.keySet()) {
                        if (!ids.containsKey(customer)) {
                            Answer found = boreal.lookup("external_id", "cdnow-" + run + "-" + customer);
                            assertThat(found.status()).isEqualTo(200);
                            ids.put(customer, found.body().path("customerId").asString());
                        }
                    }
                });
        assertThat(ids.values()).doesNotHaveDuplicates().hasSameSizeAs(byCustomer.keySet());
        return ids;
    }

    private static void pointsAre(Map<String, List<Purchase>> byCustomer, Map<String, String> ids) {
        Gateway.As boreal = FLEET.gateway().as("BOREAL");
        Map<String, Long> right = new HashMap<>();
        await("every balance equals the purchases")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> byCustomer.forEach((customer, purchases) -> {
                    if (!right.containsKey(customer)) {
                        long points = purchases.stream()
                                .mapToLong(p -> p.dollars().longValue())
                                .sum();
                        JsonNode membership = boreal.get("/api/customers/" + ids.get(customer) + "/memberships")
                                .body()
                                .path("items")
                                .path(0);
                        assertThat(membership
                                        .path("balances")
                                        .path(0)
                                        .path("available")
                                        .asLong(-1))
                                .as("points of customer %s", customer)
                                .isEqualTo(points);
                        right.put(customer, points);
                    }
                }));
    }

    private static void segmentIs(String run, String name, Map<String, Object> rule, long expected) {
        assertThat(expected).as("the purchases say something about %s", name).isPositive();
        String key = name + "-" + run;
        Gateway.As boreal = FLEET.gateway().as("BOREAL");
        await("preview of " + name).atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode preview =
                    boreal.post("/api/segments/preview", Map.of("rule", rule)).body();
            assertThat(preview.path("count").asLong()).isEqualTo(expected);
            assertThat(preview.path("exact").asBoolean()).isTrue();
        });
        assertThat(boreal.put("/api/segments/" + key, Map.of("name", name, "rule", rule))
                        .status())
                .isEqualTo(201);
        assertThat(boreal.call("POST", "/api/segments/" + key + "/publish", null)
                        .status())
                .isEqualTo(202);
        await("size of " + name).atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode segment = boreal.get("/api/segments/" + key).body();
            assertThat(segment.path("status").asString()).isEqualTo("published");
            assertThat(segment.path("memberCount").asLong()).isEqualTo(expected);
        });
    }

    private static Map<String, Object> activity(
            String run, String measure, String of, Map<String, Object> is, List<String> between) {
        Map<String, Object> activity = new HashMap<>(Map.of(
                "event",
                "order.paid",
                "where",
                Map.of("storeId", Map.of("eq", "cdnow-" + run)),
                "measure",
                measure,
                "is",
                is));
        if (of != null) {
            activity.put("of", of);
        }
        if (between != null) {
            activity.put("between", between);
        }
        return Map.of("activity", activity);
    }

    private static BigDecimal sum(List<Purchase> purchases) {
        return purchases.stream().map(Purchase::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
