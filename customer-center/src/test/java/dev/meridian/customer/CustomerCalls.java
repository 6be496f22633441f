package dev.meridian.customer;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What tests ask the center for, in the words of the contract. */
public final class CustomerCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private CustomerCalls() {}

    @SafeVarargs
    @CanIgnoreReturnValue
    public static JsonNode identify(ApiClient client, Map<String, Object>... identifiers) {
        return identifyWith(client, Map.of(), identifiers);
    }

    @SafeVarargs
    @CanIgnoreReturnValue
    public static JsonNode identifyWith(
            ApiClient client, Map<String, ?> attributes, Map<String, Object>... identifiers) {
        return client.post("/api/customers/identify")
                .body(Map.of("identifiers", List.of(identifiers), "attributes", attributes))
                .send()
                .expect(200)
                .json();
    }

    public static ApiResponse get(ApiClient client, String id) {
        return client.get("/api/customers/{id}", id).send();
    }

    public static ApiResponse get(ApiClient client, String id, String include) {
        return client.get("/api/customers/{id}", id).query("include", include).send();
    }

    public static ApiResponse lookup(ApiClient client, String type, String value) {
        return client.post("/api/customers/lookup")
                .body(Map.of("type", type, "value", value))
                .send();
    }

    /** The id a lookup finds; empty where it finds nobody. */
    public static String lookedUp(ApiClient client, String type, String value) {
        ApiResponse found = lookup(client, type, value);
        return found.status() == 200 ? id(found.json()) : "";
    }

    public static ApiResponse patch(ApiClient client, String id, String ifMatch, Map<String, ?> attributes) {
        return client.patch("/api/customers/{id}", id)
                .header("If-Match", ifMatch)
                .body(Map.of("attributes", attributes))
                .send();
    }

    public static String id(JsonNode answer) {
        return answer.path("customerId").asString();
    }

    public static String awaitCustomer(ApiClient client, String phone) {
        return await().atMost(PATIENCE).until(() -> lookedUp(client, "phone", phone), id -> !id.isEmpty());
    }

    @CanIgnoreReturnValue
    public static List<JsonNode> awaitTimeline(ApiClient client, String id, int count) {
        return await().atMost(PATIENCE).until(() -> timeline(client, id), items -> items.size() == count);
    }

    /** Up to 500 entries; none for a customer the client may not see. */
    public static List<JsonNode> timeline(ApiClient client, String id) {
        List<JsonNode> items = new ArrayList<>();
        ApiResponse answer = client.get("/api/customers/{id}/timeline", id)
                .query("limit", 500)
                .send();
        if (answer.status() == 200) {
            answer.json().path("items").forEach(items::add);
        }
        return items;
    }

    /** A paid order of the morning of 2 March 2026. */
    @SafeVarargs
    public static Map<String, Object> order(String id, Object amount, Map<String, Object>... by) {
        return Person.event(
                id,
                "order.paid",
                "2026-03-02T16:15:00+08:00",
                Map.of("orderId", "o-" + id, "amount", amount, "currency", "CNY"),
                List.of(by));
    }
}
