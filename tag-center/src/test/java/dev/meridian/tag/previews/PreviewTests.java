package dev.meridian.tag.previews;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.ExtraServer;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.rules.RandomRules;
import dev.meridian.tag.rules.Scalar;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

@CenterTest(extraServers = ExtraServer.ELASTICSEARCH)
@Import(Fixture.Configuration.class)
class PreviewTests {

    private final Fixture fixture;
    private final String brand = Fixture.newBrand();

    PreviewTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void the_index_and_the_evaluator_count_the_same_for_every_rule_of_attributes() {
        Random random = new Random(7);
        RandomRules make = new RandomRules(random, fixture.clock().instant());
        int customers = 120;
        for (int i = 0; i < customers; i++) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            for (Map.Entry<String, Scalar> attribute : make.attributes().entrySet()) {
                attributes.put(attribute.getKey(), attribute.getValue().json());
            }
            fixture.send(fixture.says(Fixture.person(brand), attributes));
        }
        fixture.awaitKnown(brand, customers);
        Map<String, Object> everyone = Map.of("attribute", "nowhere", "is", Map.of("exists", false));
        Awaitility.await("the index has everyone")
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    JsonNode preview = preview(Map.of("rule", everyone));
                    return !preview.path("exact").asBoolean()
                            && preview.path("count").asInt() == customers;
                });
        for (int i = 0; i < 150; i++) {
            Map<String, Object> rule = attributeRule(make, random, 3);
            JsonNode quick = preview(Map.of("rule", rule));
            JsonNode exact = preview(Map.of("rule", rule, "exact", true));
            assertThat(quick.path("exact").asBoolean()).isFalse();
            assertThat(exact.path("exact").asBoolean()).isTrue();
            assertThat(quick.path("count").asInt())
                    .as("%s", rule)
                    .isEqualTo(exact.path("count").asInt());
            assertThat(quick.path("sample")).isEqualTo(exact.path("sample"));
        }
    }

    private static Map<String, Object> attributeRule(RandomRules make, Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return make.attribute();
        }
        return switch (random.nextInt(3)) {
            case 0 ->
                Map.of("all", List.of(attributeRule(make, random, depth - 1), attributeRule(make, random, depth - 1)));
            case 1 ->
                Map.of("any", List.of(attributeRule(make, random, depth - 1), attributeRule(make, random, depth - 1)));
            default -> Map.of("not", attributeRule(make, random, depth - 1));
        };
    }

    @Test
    void a_rule_of_attributes_comes_with_a_breakdown_and_follows_merges() {
        Person first = Fixture.person(brand);
        Person second = Fixture.person(brand);
        fixture.send(
                fixture.says(first, Map.of("city", "310000", "gender", "female", "ageBand", "25-34")),
                fixture.says(second, Map.of("city", "310000", "gender", "male")));
        Map<String, Object> rule = Map.of("attribute", "city", "is", Map.of("eq", "310000"));
        JsonNode preview = awaitIndexed(rule, 2);
        assertThat(preview.at("/breakdown/city/0/value").asString()).isEqualTo("310000");
        assertThat(preview.at("/breakdown/city/0/count").asInt()).isEqualTo(2);
        assertThat(preview.at("/breakdown/gender").size()).isEqualTo(2);
        assertThat(preview.at("/breakdown/ageBand/0/count").asInt()).isOne();
        assertThat(preview.path("sample").size()).isEqualTo(2);

        fixture.send(fixture.mergedInBrand(brand, first.customer(), second.customer(), second.sourceProfile()));
        assertThat(awaitIndexed(rule, 1).at("/sample/0").asString())
                .isEqualTo(first.customer().toString());
    }

    @Test
    void a_rule_of_activity_is_counted_on_the_facts_at_any_instant() {
        Person person = Fixture.person(brand);
        var now = fixture.clock().instant();
        fixture.send(fixture.paid(person, now.minusSeconds(7_200), 10), fixture.paid(person, now.minusSeconds(60), 10));
        fixture.awaitFacts(brand, 2);
        Map<String, Object> twice = Fixture.activity("order.paid", "P1D", "count", null, Map.of("gte", 2));
        JsonNode preview = preview(Map.of("rule", twice));
        assertThat(preview.path("count").asInt()).isOne();
        assertThat(preview.path("exact").asBoolean()).isTrue();
        JsonNode before =
                preview(Map.of("rule", twice, "asOf", now.minusSeconds(3_600).toString()));
        assertThat(before.path("count").asInt()).isZero();
    }

    private JsonNode awaitIndexed(Object rule, int count) {
        return Awaitility.await("the index answers " + count)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> preview(Map.of("rule", rule)),
                        preview -> !preview.path("exact").asBoolean()
                                && preview.path("count").asInt() == count);
    }

    private JsonNode preview(Map<String, ?> body) {
        return fixture.as(brand)
                .post("/api/segments/preview")
                .body(body)
                .send()
                .expect(200)
                .json();
    }
}
