package dev.meridian.tag.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.BrandIsolation;
import dev.meridian.platform.web.requests.Cursor;
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
    void hostile_texts_and_instants_are_refused_where_they_are() {
        var api = fixture.as(brand).unchecked();
        String nul = "a" + (char) 0;
        refuse(
                api.put("/api/segments/{key}", "nul")
                        .body(Map.of("name", nul, "rule", SHANGHAI))
                        .send()
                        .expectProblem(422, "invalid_request"),
                "/name");
        for (Map.Entry<String, Map<String, Object>> one : Map.<String, Map<String, Object>>of(
                        "/rule/attribute", Map.of("attribute", nul, "is", Map.of("eq", 1)),
                        "/rule/is/eq", Map.of("attribute", "a", "is", Map.of("eq", nul)),
                        "/rule/is/in/0", Map.of("attribute", "a", "is", Map.of("in", List.of(nul))),
                        "/rule/is/contains", Map.of("attribute", "a", "is", Map.of("contains", nul)),
                        "/rule/activity/of", Fixture.activity("a.b", null, "sum", nul, Map.of("gt", 1)))
                .entrySet()) {
            refuse(put("nul", one.getValue(), "en").expectProblem(422, "invalid_rule"), one.getKey());
            refuse(
                    api.post("/api/segments/preview")
                            .body(Map.of("rule", one.getValue()))
                            .send()
                            .expectProblem(422, "invalid_rule"),
                    one.getKey());
        }
        fixture.define(brand, "fine", SHANGHAI);
        for (String instant : List.of("-999999999-01-01T00:00:00Z", "0000-12-31T00:00:00Z")) {
            refuse(
                    api.get("/api/segments/{key}/members", "fine")
                            .query("asOf", instant)
                            .send()
                            .expectProblem(400, "malformed_request"),
                    "/asOf");
            refuse(
                    api.get("/api/segments/{key}/explanations/{customer}", "fine", UUID.randomUUID())
                            .query("asOf", instant)
                            .send()
                            .expectProblem(400, "malformed_request"),
                    "/asOf");
            refuse(
                    api.post("/api/segments/preview")
                            .body(Map.of("rule", SHANGHAI, "asOf", instant))
                            .send()
                            .expectProblem(422, "invalid_request"),
                    "/asOf");
        }
        api.get("/api/segments")
                .query("cursor", Cursor.encode(nul, brand))
                .send()
                .expectProblem(400, "invalid_cursor");
        ApiResponse multipart = api.post("/api/segments/preview")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .body(Map.of("rule", SHANGHAI))
                .send();
        assertThat(multipart.status()).as("%s", multipart).isEqualTo(415);
    }

    private static void refuse(ApiResponse refused, String pointer) {
        assertThat(refused.json().at("/errors/0/pointer").asString())
                .as("%s", refused)
                .isEqualTo(pointer);
    }

    @Test
    void a_segment_rests_while_it_is_paused_and_catches_up_when_it_is_resumed() {
        Object buyers = Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1));
        var api = fixture.as(brand);
        fixture.define(brand, "buyers", buyers);
        api.post("/api/segments/{key}/pause", "buyers").send().expectProblem(409, "segment_not_published");
        fixture.publish(brand, "buyers", buyers);
        Person first = Fixture.person(brand);
        fixture.send(fixture.paid(first, fixture.clock().instant(), 1));
        fixture.awaitMember(brand, "buyers", first.customer());

        JsonNode paused = api.post("/api/segments/{key}/pause", "buyers")
                .send()
                .expect(200)
                .json();
        assertThat(paused.path("status").asString()).isEqualTo("paused");
        Person second = Fixture.person(brand);
        fixture.send(fixture.paid(second, fixture.clock().instant(), 1));
        fixture.awaitFacts(brand, 2);
        assertThat(fixture.members(brand, "buyers")).containsExactly(first.customer());
        api.post("/api/segments/{key}/publish", "buyers").send().expectProblem(409, "segment_paused");

        api.post("/api/segments/{key}/resume", "buyers").send().expect(202);
        fixture.awaitPublished(brand, "buyers");
        assertThat(fixture.members(brand, "buyers")).containsExactlyInAnyOrder(first.customer(), second.customer());
        assertThat(segment(brand, "buyers").path("memberCount").asInt()).isEqualTo(2);
    }

    @Test
    void an_archived_segment_lets_its_members_go_and_stays_as_it_is() {
        Object buyers = Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1));
        fixture.publish(brand, "buyers", buyers);
        Person person = Fixture.person(brand);
        fixture.send(fixture.paid(person, fixture.clock().instant(), 1));
        fixture.awaitMember(brand, "buyers", person.customer());

        var api = fixture.as(brand);
        api.post("/api/segments/{key}/archive", "buyers").send().expect(202);
        fixture.awaitNoMember(brand, "buyers", person.customer());
        var exited = fixture.probe()
                .await(
                        "meridian.tag.segment.exited.v1",
                        event -> event.key().equals(person.customer().toString()));
        assertThat(exited.data().path("cause").path("kind").asString()).isEqualTo("archive");
        assertThat(segment(brand, "buyers").path("status").asString()).isEqualTo("archived");
        assertThat(segment(brand, "buyers").path("memberCount").asInt()).isZero();
        api.post("/api/segments/{key}/publish", "buyers").send().expectProblem(409, "segment_archived");
        api.post("/api/segments/{key}/resume", "buyers").send().expectProblem(409, "segment_archived");
        api.post("/api/segments/{key}/archive", "buyers").send().expect(202);
        assertThat(api.put("/api/segments/{key}", "buyers")
                        .body(Map.of("name", "again", "rule", buyers))
                        .send()
                        .expectProblem(409, "segment_archived"))
                .isNotNull();
    }

    @Test
    void the_rules_of_all_versions_that_were_in_force_are_kept() {
        fixture.publish(brand, "changing", spent(1));
        fixture.define(brand, "changing", spent(2));
        fixture.define(brand, "changing", spent(3));
        fixture.publish(brand, "changing", spent(3));
        JsonNode versions = fixture.as(brand)
                .get("/api/segments/{key}/versions", "changing")
                .send()
                .expect(200)
                .json();
        assertThat(versions.path("items")
                        .valueStream()
                        .map(one -> one.path("version").asInt() + ": "
                                + one.at("/rule/activity/is/gt").asInt()))
                .containsExactly("2: 3", "1: 1");
    }

    private static Map<String, Object> spent(int more) {
        return Fixture.activity("order.paid", "P1Y", "sum", "amount", Map.of("gt", more));
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
    void a_brand_that_reads_a_group_segment_has_its_rule_applied_to_its_own_data() {
        String key = "g" + brand;
        String event = "e" + brand + ".done";
        String other = Fixture.newBrand();
        Person shared = Fixture.person(brand);
        Person sharedElsewhere = shared.at(other);
        Person loyal = Fixture.person(brand);
        fixture.publish("*", key, Fixture.activity(event, "P30D", "count", null, Map.of("gte", 3)));
        for (int i = 0; i < 2; i++) {
            fixture.send(fixture.did(shared, event, fixture.clock().instant(), Map.of()));
        }
        for (int i = 0; i < 3; i++) {
            fixture.send(fixture.did(loyal, event, fixture.clock().instant(), Map.of()));
        }
        fixture.send(fixture.did(sharedElsewhere, event, fixture.clock().instant(), Map.of()));
        fixture.awaitMember("*", key, loyal.customer());
        fixture.awaitMember("*", key, shared.customer());

        assertThat(fixture.members(brand, key))
                .as("the other brand's event makes nobody a member here")
                .containsExactly(loyal.customer());
        assertThat(fixture.members(other, key)).isEmpty();
        assertThat(segment("*", key).path("memberCount").asInt()).isEqualTo(2);
        assertThat(segment(brand, key).has("memberCount")).isFalse();
        assertThat(segment(brand, key).has("progress")).isFalse();
        JsonNode why = explanation(brand, key, shared.customer());
        assertThat(why.path("in").asBoolean()).isFalse();
        assertThat(why.path("partial").asBoolean()).isTrue();
        assertThat(why.at("/evidence/actual").asInt()).isEqualTo(2);
        assertThat(explanation("*", key, shared.customer())
                        .at("/evidence/actual")
                        .asInt())
                .isEqualTo(3);
        assertThat(segmentsOf(brand, loyal)).containsExactly(key);
        assertThat(segmentsOf(brand, shared)).isEmpty();
        fixture.as(brand).post("/api/segments/{key}/publish", key).send().expectProblem(404, "not_found");
    }

    private List<String> segmentsOf(String scope, Person person) {
        return fixture.as(scope)
                .get("/api/customers/{customer}/segments", person.customer())
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("key").asString())
                .filter(key -> key.endsWith(brand))
                .toList();
    }

    @Test
    void the_past_is_evaluated_by_what_had_happened_by_then() {
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
