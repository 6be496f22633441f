package dev.meridian.membership;

import static org.awaitility.Awaitility.await;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** The calls most tests of the API make. */
public final class Club {

    private Club() {}

    public static ApiResponse putRule(ApiClient client, String key, Map<String, Object> body) {
        return client.put("/api/programs/group-club/earning-rules/{key}", key)
                .body(body)
                .send();
    }

    public static ApiResponse putProgram(ApiClient client, String key, Map<String, Object> body) {
        return client.put("/api/programs/{program}", key).body(body).send();
    }

    /** A programme of its own that enrols on request, with one rule: a point per unit of {@code order.paid}. */
    public static void circle(ApiClient group, String key, Map<String, Object> settings) {
        Map<String, Object> body =
                new HashMap<>(Map.of("name", "Circle", "currency", "stars", "enrolment", "on_request"));
        body.putAll(settings);
        putProgram(group, key, body).expect(201);
        group.put("/api/programs/{program}/earning-rules/{key}", key, "paid-order")
                .body(Map.of("eventType", "order.paid", "amountProperty", "amount", "pointsPerUnit", 1))
                .send()
                .expect(201);
    }

    public static ApiResponse enrol(ApiClient client, UUID customer) {
        return client.post("/api/programs/group-club/members")
                .body(Map.of("customerId", customer))
                .send();
    }

    public static JsonNode membership(ApiClient client, CustomerId customer) {
        return client.get("/api/customers/{id}/memberships", customer.value())
                .send()
                .expect(200)
                .json()
                .path("items")
                .path(0);
    }

    public static List<JsonNode> statement(ApiClient client, UUID member, int limit) {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        do {
            var request =
                    client.get("/api/members/{id}/points/transactions", member).query("limit", limit);
            if (!cursor.isEmpty()) {
                request.query("cursor", cursor);
            }
            JsonNode page = request.send().expect(200).json();
            page.path("items").forEach(entries::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return entries;
    }

    /** Proves the whole ledger as it is now, and answers what was found. */
    public static JsonNode prove(ApiClient operator) {
        return prove(operator, "full");
    }

    public static JsonNode prove(ApiClient operator, String mode) {
        AtomicReference<String> run = new AtomicReference<>("");
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode answer = operator.post("/api/ledger/invariants")
                    .body(Map.of("mode", mode))
                    .send()
                    .expect(202)
                    .json();
            run.set(answer.path("run").path("runId").asString());
            return answer.path("started").asBoolean();
        });
        await().atMost(Duration.ofMinutes(1))
                .until(() -> report(operator)
                        .path("lastRun")
                        .path("runId")
                        .asString("")
                        .equals(run.get()));
        return report(operator);
    }

    private static JsonNode report(ApiClient operator) {
        return operator.get("/api/ledger/invariants").send().expect(200).json();
    }

    public static UUID member(TestDatabase database, CustomerId customer) {
        return (UUID) database.rows("select member_id from member where customer_id = ?", customer.value())
                .getFirst()
                .get("member_id");
    }
}
