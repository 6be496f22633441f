package dev.meridian.tag.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.BrandIsolation;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TagTest
class SegmentsApiTests {

    private static final Map<String, Object> SHANGHAI =
            Map.of("attribute", "city", "is", Map.of("in", List.of("310000")));

    private final Fixture fixture;
    private final String brand = Fixture.newBrand();

    SegmentsApiTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void a_segment_is_drafted_published_and_drafted_again_as_its_next_version() {
        JsonNode created = fixture.as(brand)
                .put("/api/segments/{key}", "shanghai")
                .body(Map.of("name", "上海客户", "rule", SHANGHAI))
                .send()
                .expect(201)
                .json();
        assertThat(created.path("version").asInt()).isOne();
        assertThat(created.path("status").asString()).isEqualTo("draft");
        assertThat(created.path("scope").asString()).isEqualTo(brand);
        assertThat(created.path("name").asString()).isEqualTo("上海客户");

        assertThat(fixture.define(brand, "shanghai", SHANGHAI).path("version").asInt())
                .as("a draft is overwritten")
                .isOne();
        assertThat(fixture.publish(brand, "shanghai", SHANGHAI)
                        .path("publishedVersion")
                        .asInt())
                .isOne();

        Object wider = Map.of("attribute", "city", "is", Map.of("in", List.of("310000", "110000")));
        JsonNode draft = fixture.define(brand, "shanghai", wider);
        assertThat(draft.path("version").asInt()).isEqualTo(2);
        assertThat(draft.path("status").asString()).isEqualTo("draft");
        assertThat(draft.path("publishedVersion").asInt()).isOne();
        assertThat(fixture.publish(brand, "shanghai", wider)
                        .path("publishedVersion")
                        .asInt())
                .isEqualTo(2);
        fixture.probe()
                .await(
                        "meridian.tag.segment.published.v1",
                        2,
                        event -> event.key().equals(brand + "/shanghai"));
    }

    @Test
    void decimals_of_a_rule_come_back_as_they_were_written() {
        JsonNode stored = fixture.define(
                brand, "precise", Fixture.activity("order.paid", "P3M", "avg", "amount", Map.of("gt", 1000.10)));
        assertThat(stored.at("/rule/activity/is/gt").asString()).isEqualTo("1000.1");
    }

    @Test
    void segments_are_listed_page_by_page_in_the_order_of_their_keys() {
        for (String key : List.of("cc", "aa", "dd", "bb")) {
            fixture.define(brand, key, SHANGHAI);
        }
        List<String> keys = new ArrayList<>();
        String cursor = null;
        do {
            var request = fixture.as(brand).get("/api/segments").query("limit", 3);
            if (cursor != null) {
                request.query("cursor", cursor);
            }
            JsonNode page = request.send().expect(200).json();
            page.path("items").forEach(item -> {
                if (item.path("scope").asString().equals(brand)) {
                    keys.add(item.path("key").asString());
                }
            });
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").asString();
        } while (cursor != null);
        assertThat(keys).containsExactly("aa", "bb", "cc", "dd");
    }

    @Test
    void a_bad_rule_is_refused_with_pointers_in_the_callers_language_and_nothing_is_stored() {
        Map<String, Object> rule = Map.of(
                "all",
                List.of(
                        Fixture.activity("order.paid", "three months", "count", null, Map.of("gt", 3)),
                        Map.of("attribute", "city", "is", Map.of("like", "31"))));
        ApiResponse english = put("broken", rule, "en").expectProblem(422, "invalid_rule");
        assertThat(english.json().at("/errors/0/pointer").asString()).isEqualTo("/rule/all/0/activity/within");
        assertThat(english.json().at("/errors/0/code").asString()).isEqualTo("bad_window");
        assertThat(english.json().at("/errors/0/detail").asString()).contains("P3M");
        assertThat(english.json().at("/errors/1/pointer").asString()).isEqualTo("/rule/all/1/is/like");
        ApiResponse chinese = put("broken", rule, "zh-CN").expectProblem(422, "invalid_rule");
        assertThat(chinese.json().path("title").asString()).isEqualTo("规则无法解析");
        assertThat(chinese.json().at("/errors/1/detail").asString()).contains("没有名为 like 的比较符");
        fixture.as(brand).get("/api/segments/{key}", "broken").send().expectProblem(404, "not_found");
    }

    @Test
    void conditions_of_the_language_that_are_not_evaluated_are_refused_by_name() {
        for (String kind : List.of("segment", "membership", "tag")) {
            ApiResponse refused = put("later", Map.of("any", List.of(SHANGHAI, Map.of(kind, "x"))), "en")
                    .expectProblem(422, "unsupported_condition");
            assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/rule/any/1/" + kind);
        }
        assertThat(fixture.as(brand)
                        .unchecked()
                        .post("/api/segments/preview")
                        .body(Map.of("rule", Map.of("segment", "x")))
                        .send()
                        .expectProblem(422, "unsupported_condition"))
                .isNotNull();
    }

    @Test
    void what_is_wrong_besides_the_rule_is_refused_too() {
        var api = fixture.as(brand).unchecked();
        api.put("/api/segments/{key}", "Bad_Key")
                .body(Map.of("name", "x", "rule", SHANGHAI))
                .send()
                .expectProblem(422, "invalid_request");
        api.put("/api/segments/{key}", "nameless")
                .body(Map.of("rule", SHANGHAI))
                .send()
                .expectProblem(422, "invalid_request");
        api.put("/api/segments/{key}", "ruleless")
                .body(Map.of("name", "x"))
                .send()
                .expectProblem(422, "invalid_rule");
        assertThat(api.put("/api/segments/{key}", "half")
                        .body("{\"name\":")
                        .send()
                        .expectProblem(400, "malformed_request"))
                .isNotNull();
        api.post("/api/segments/{key}/publish", "never-defined").send().expectProblem(404, "not_found");
        api.get("/api/segments/{key}/members", "never-defined").send().expectProblem(404, "not_found");
        fixture.define(brand, "fine", SHANGHAI);
        api.get("/api/segments/{key}/members", "fine")
                .query("asOf", fixture.clock().instant().plusSeconds(60))
                .send()
                .expectProblem(422, "invalid_request");
        api.get("/api/segments/{key}/members", "fine")
                .query("cursor", "!!!")
                .send()
                .expectProblem(400, "invalid_cursor");
    }

    @Test
    void a_repeated_request_with_the_same_key_is_answered_from_store() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> body = Map.of("name", "once", "rule", SHANGHAI);
        fixture.as(brand)
                .put("/api/segments/{key}", "once")
                .idempotencyKey(key)
                .body(body)
                .send()
                .expect(201);
        ApiResponse replay = fixture.as(brand)
                .put("/api/segments/{key}", "once")
                .idempotencyKey(key)
                .body(body)
                .send()
                .expect(201);
        assertThat(replay.header("Idempotency-Replayed")).contains("true");
    }

    @Test
    void no_endpoint_shows_one_brand_what_is_anothers() {
        Person person = Fixture.person(brand);
        fixture.send(fixture.says(person, Map.of("city", "310000")));
        fixture.publish(brand, "private-segment", SHANGHAI);
        fixture.awaitMember(brand, "private-segment", person.customer());
        String curious = Fixture.newBrand();
        BrandIsolation.of(fixture.as(curious))
                .id("key", "private-segment", "no-such-segment")
                .id("customerId", person.customer())
                .without("putSegment", "a key is a brand's own: putting it defines the caller's segment, not another's")
                .query("listMembers", Map.of())
                .secret(brand)
                .verify();
    }

    @Test
    void a_group_segment_is_read_by_brands_as_far_as_they_know_its_members() {
        String key = "g" + brand;
        String event = "e" + brand + ".done";
        String other = Fixture.newBrand();
        Person shared = Fixture.person(brand);
        Person sharedElsewhere = shared.at(other);
        Person foreign = Fixture.person(other);
        fixture.publish("*", key, Fixture.activity(event, "P30D", "count", null, Map.of("gte", 3)));
        for (int i = 0; i < 2; i++) {
            fixture.send(fixture.did(shared, event, fixture.clock().instant(), Map.of()));
        }
        for (int i = 0; i < 3; i++) {
            fixture.send(fixture.did(foreign, event, fixture.clock().instant(), Map.of()));
        }
        fixture.awaitMember("*", key, foreign.customer());
        assertThat(fixture.members(brand, key)).isEmpty();
        fixture.send(fixture.did(sharedElsewhere, event, fixture.clock().instant(), Map.of()));
        fixture.awaitMember(brand, key, shared.customer());

        assertThat(fixture.members(brand, key)).containsExactly(shared.customer());
        assertThat(fixture.members(other, key)).containsExactlyInAnyOrder(shared.customer(), foreign.customer());
        assertThat(segment(brand, key).path("memberCount").asInt()).isOne();
        assertThat(segment("*", key).path("memberCount").asInt()).isEqualTo(2);
        JsonNode why = explanation(brand, key, shared.customer());
        assertThat(why.path("in").asBoolean()).isTrue();
        assertThat(why.path("partial").asBoolean()).isTrue();
        assertThat(why.path("validUntil").isNull()).isTrue();
        assertThat(why.at("/evidence/actual").asInt()).as("own evidence only").isEqualTo(2);
        assertThat(explanation("*", key, shared.customer())
                        .at("/evidence/actual")
                        .asInt())
                .isEqualTo(3);
        fixture.as(brand)
                .get("/api/segments/{key}/explanations/{customer}", key, foreign.customer())
                .send()
                .expectProblem(404, "not_found");
        fixture.as(brand).post("/api/segments/{key}/publish", key).send().expectProblem(404, "not_found");
        JsonNode past = fixture.as(brand)
                .get("/api/segments/{key}/members", key)
                .query("asOf", fixture.clock().instant())
                .send()
                .expect(200)
                .json();
        assertThat(past.at("/items/0/customerId").asString())
                .isEqualTo(shared.customer().toString());
        assertThat(past.path("items").size()).isOne();
        assertThat(past.at("/items/0/validUntil").isMissingNode()).isTrue();
    }

    @Test
    void the_past_is_judged_by_what_had_happened_by_then() {
        Person person = Fixture.person(brand);
        var now = fixture.clock().instant();
        var second = now.minusSeconds(86_400);
        fixture.send(
                fixture.paid(person, now.minusSeconds(3 * 86_400), 10),
                fixture.paid(person, second, 20),
                fixture.paid(person, now.minusSeconds(3_600), 1000));
        fixture.awaitFacts(brand, 3);
        fixture.publish(brand, "cheap", Fixture.activity("order.paid", "P2D", "avg", "amount", Map.of("lt", 100)));
        assertThat(fixture.members(brand, "cheap")).isEmpty();

        var noon = now.minusSeconds(43_200);
        JsonNode past = fixture.as(brand)
                .get("/api/segments/{key}/members", "cheap")
                .query("asOf", noon)
                .send()
                .expect(200)
                .json();
        assertThat(past.at("/items/0/customerId").asString())
                .isEqualTo(person.customer().toString());
        JsonNode why = fixture.as(brand)
                .get("/api/segments/{key}/explanations/{customer}", "cheap", person.customer())
                .query("asOf", noon)
                .send()
                .expect(200)
                .json();
        assertThat(why.path("in").asBoolean()).isTrue();
        assertThat(why.at("/evidence/actual").asInt()).isEqualTo(20);
        assertThat(explanation(brand, "cheap", person.customer()).path("in").asBoolean())
                .isFalse();
    }

    private ApiResponse put(String key, Object rule, String language) {
        return fixture.as(brand)
                .unchecked()
                .language(language)
                .put("/api/segments/{key}", key)
                .body(Map.of("name", key, "rule", rule))
                .send();
    }

    private JsonNode segment(String scope, String key) {
        return fixture.as(scope)
                .get("/api/segments/{key}", key)
                .send()
                .expect(200)
                .json();
    }

    private JsonNode explanation(String scope, String key, UUID customer) {
        return fixture.as(scope)
                .get("/api/segments/{key}/explanations/{customer}", key, customer)
                .send()
                .expect(200)
                .json();
    }
}
