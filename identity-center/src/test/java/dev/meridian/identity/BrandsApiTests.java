package dev.meridian.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BrandsApiTests extends IdentityTest {

    private static final Map<String, Object> NAME = Map.of("name", Map.of("en", "Cascade", "zh", "瀑布"));

    private final ApiClient group;
    private final ApiClient api;

    BrandsApiTests(ApiClient api) {
        this.api = api;
        this.group = api.as(TestTokens.group(ADMIN));
    }

    @Test
    void a_brand_is_registered_renamed_and_read() {
        String key = newKey();

        JsonNode created = group.put("/api/brands/{key}", key)
                .body(NAME)
                .send()
                .expect(201)
                .json();
        JsonNode renamed = group.put("/api/brands/{key}", key)
                .body(Map.of("name", Map.of("en", "Cascades", "zh", "瀑布")))
                .send()
                .expect(200)
                .json();

        assertThat(created.at("/name/zh").asString()).isEqualTo("瀑布");
        assertThat(renamed.at("/name/en").asString()).isEqualTo("Cascades");
        assertThat(renamed.path("createdAt")).isEqualTo(created.path("createdAt"));
        assertThat(group.get("/api/brands/{key}", key).send().expect(200).json())
                .isEqualTo(renamed);
    }

    @Test
    void a_channel_is_added_and_changed() {
        String key = newKey();
        group.put("/api/brands/{key}", key).body(NAME).send().expect(201);

        group.put("/api/brands/{key}/channels/{channel}", key, "shop")
                .body(Map.of("kind", "web"))
                .send()
                .expect(201);
        JsonNode brand = group.put("/api/brands/{key}/channels/{channel}", key, "shop")
                .body(Map.of("kind", "store"))
                .send()
                .expect(200)
                .json();

        assertThat(brand.path("channels").toString()).isEqualTo("[{\"key\":\"shop\",\"kind\":\"store\"}]");
    }

    @Test
    void a_channel_needs_its_brand() {
        group.put("/api/brands/{key}/channels/{channel}", newKey(), "shop")
                .body(Map.of("kind", "web"))
                .send()
                .expectProblem(404, "not_found");
    }

    @Test
    void the_list_is_read_page_by_page() {
        for (int i = 0; i < 3; i++) {
            group.put("/api/brands/{key}", newKey()).body(NAME).send().expect(201);
        }

        List<String> keys = new ArrayList<>();
        JsonNode page =
                group.get("/api/brands").query("limit", 2).send().expect(200).json();
        while (true) {
            assertThat(page.path("items").size()).isBetween(1, 2);
            page.path("items").forEach(brand -> keys.add(brand.path("key").asString()));
            if (page.path("nextCursor").isNull()) {
                break;
            }
            page = group.get("/api/brands")
                    .query("limit", 2)
                    .query("cursor", page.path("nextCursor").asString())
                    .send()
                    .expect(200)
                    .json();
        }

        assertThat(keys).doesNotHaveDuplicates().isSorted().contains("aurora", "boreal");
    }

    @Test
    void a_brands_administrator_sees_that_brand_and_no_other() {
        ApiClient aurora = api.as(TestTokens.brand("aurora", ADMIN));

        JsonNode list = aurora.get("/api/brands").send().expect(200).json();

        assertThat(list.path("items").size()).isEqualTo(1);
        assertThat(list.at("/items/0/key").asString()).isEqualTo("aurora");
        aurora.get("/api/brands/{key}", "aurora").send().expect(200);
        ApiResponse foreign = aurora.get("/api/brands/{key}", "boreal").send().expectProblem(404, "not_found");
        ApiResponse unknown = aurora.get("/api/brands/{key}", "nobody").send().expectProblem(404, "not_found");
        assertThat(foreign.json().path("detail")).isEqualTo(unknown.json().path("detail"));
    }

    @Test
    void only_the_group_changes_brands() {
        ApiClient aurora = api.as(TestTokens.brand("aurora", ADMIN));

        aurora.put("/api/brands/{key}", "aurora").body(NAME).send().expectProblem(403, "group_required");
        aurora.put("/api/brands/{key}", newKey()).body(NAME).send().expectProblem(403, "group_required");
        aurora.put("/api/brands/{key}/channels/{channel}", "aurora", "shop")
                .body(Map.of("kind", "web"))
                .send()
                .expectProblem(403, "group_required");
        JsonNode brand =
                group.get("/api/brands/{key}", "aurora").send().expect(200).json();
        assertThat(brand.at("/name/en").asString()).isEqualTo("Aurora");
    }

    @Test
    void without_the_scope_or_a_token_nothing_is_shown() {
        api.as(TestTokens.group("customer:read")).get("/api/brands").send().expectProblem(403, "forbidden");
        api.get("/api/brands").send().expectProblem(401, "unauthenticated");
        api.as(TestTokens.expired()).get("/api/brands").send().expectProblem(401, "invalid_token");
    }

    @Test
    void what_is_wrong_is_said_field_by_field_in_the_language_of_the_caller() {
        ApiResponse blank = group.unchecked()
                .language("zh-CN")
                .put("/api/brands/{key}", newKey())
                .body(Map.of("name", Map.of("en", " ", "zh", "瀑布")))
                .send()
                .expectProblem(422, "invalid_request");
        assertThat(blank.json().at("/errors/0/pointer").asString()).isEqualTo("/name/en");
        assertThat(blank.json().path("title").asString()).containsPattern("\\p{IsHan}");

        group.unchecked().put("/api/brands/{key}", "No Brand").body(NAME).send().expectProblem(422, "invalid_request");
        group.unchecked()
                .put("/api/brands/{key}/channels/{channel}", "aurora", "shop")
                .body(Map.of("kind", "carrier_pigeon"))
                .send()
                .expectProblem(422, "invalid_request");
        group.unchecked().put("/api/brands/{key}", newKey()).body("{").send().expectProblem(400, "malformed_request");
    }

    private static String newKey() {
        return "b" + UUID.randomUUID().toString().substring(0, 12);
    }
}
