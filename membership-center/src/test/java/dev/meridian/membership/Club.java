package dev.meridian.membership;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The calls most tests of the API make. */
public final class Club {

    private Club() {}

    public static ApiResponse putRule(ApiClient client, String key, Map<String, Object> body) {
        return client.put("/api/programs/group-club/earning-rules/{key}", key)
                .body(body)
                .send();
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

    public static UUID member(TestDatabase database, CustomerId customer) {
        return (UUID) database.rows("select member_id from member where customer_id = ?", customer.value())
                .getFirst()
                .get("member_id");
    }
}
