package dev.meridian.tag.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.EventContracts;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TagTest
class HearingCustomerCenterTests {

    private final Fixture fixture;

    HearingCustomerCenterTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void every_example_of_customer_center_is_understood() {
        for (String type : List.of(
                CustomerEvent.CREATED,
                CustomerEvent.UPDATED,
                CustomerEvent.RECORDED,
                CustomerEvent.MERGED,
                CustomerEvent.BRAND_MERGED)) {
            String topic =
                    type.equals(CustomerEvent.RECORDED) ? CustomerEvent.INTERACTION_TOPIC : CustomerEvent.PROFILE_TOPIC;
            List<EventContracts.Example> examples = EventContracts.examples(type);
            assertThat(examples).isNotEmpty();
            for (EventContracts.Example example : examples) {
                JsonNode body = example.body();
                String key =
                        body.path("customerId").asString(body.path("survivorId").asString());
                TestEvent event = TestEvent.of(topic, type, key, body);
                fixture.send(event);
                Awaitility.await(example.name())
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertStored(type, body));
            }
        }
    }

    private void assertStored(String type, JsonNode body) {
        String table = switch (type) {
            case CustomerEvent.CREATED ->
                "customer where brand = '*' and customer_id = '"
                        + body.path("customerId").asString();
            case CustomerEvent.UPDATED ->
                "profile_attributes where source_profile_id = '"
                        + body.path("sourceProfileId").asString();
            case CustomerEvent.RECORDED ->
                "activity_fact where interaction_id = '"
                        + body.path("interactionId").asString();
            default ->
                "customer_alias where absorbed_id = '" + body.path("absorbedId").asString();
        };
        assertThat(fixture.database().number("select count(*) from " + table + "'"))
                .as(type)
                .isOne();
    }

    @Test
    void an_event_that_cannot_be_read_is_parked_and_holds_nobody_but_its_customer_up() {
        String brand = Fixture.newBrand();
        Person person = Fixture.person(brand);
        TestEvent broken = TestEvent.of(
                CustomerEvent.INTERACTION_TOPIC, CustomerEvent.RECORDED, person.customer(), Map.of("customerId", "?"));
        fixture.probe().sendUnchecked(broken);
        fixture.send(fixture.paid(Fixture.person(brand), fixture.clock().instant(), 1));
        fixture.awaitFacts(brand, 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        fixture.database().number("select count(*) from parked_event where event_id = ?", broken.id())
                                == 1);
    }

    @Test
    void the_lines_of_an_order_and_whether_it_was_loaded_as_the_past_are_kept() {
        String brand = Fixture.newBrand();
        Person person = Fixture.person(brand);
        UUID interaction = UUID.randomUUID();
        Map<String, Object> order =
                Map.of("amount", 12, "lines", List.of(Map.of("sku", "a1", "quantity", 2), Map.of("sku", "b2")));
        TestEvent now = fixture.did(
                person, interaction, "order.paid", "app", fixture.clock().instant(), order);
        Map<String, Object> data = new LinkedHashMap<>();
        now.data().properties().forEach(one -> data.put(one.getKey(), one.getValue()));
        data.put("historical", true);
        fixture.send(TestEvent.of(now.topic(), now.type(), now.key(), data)
                .withId(interaction)
                .withTime(now.time())
                .withBrand(brand));
        fixture.awaitFacts(brand, 1);
        assertThat(fixture.database().number("""
            select count(*) from activity_fact
             where interaction_id = ? and historical and properties -> 'lines' -> 0 ->> 'sku' = 'a1'
            """, interaction)).isOne();
        assertThat(fixture.as(brand)
                        .post("/api/segments/preview")
                        .body(Map.of("rule", Fixture.activity("order.paid", null, "sum", "amount", Map.of("eq", 12))))
                        .send()
                        .expect(200)
                        .json()
                        .path("count")
                        .asInt())
                .as("the rest of the order is read as ever")
                .isOne();
    }

    @Test
    void attributes_told_earlier_do_not_replace_those_told_later() {
        String brand = Fixture.newBrand();
        Person person = Fixture.person(brand);
        var now = fixture.clock().instant();
        fixture.send(fixture.says(person, Map.of("city", "new")).withTime(now));
        fixture.send(fixture.says(person, Map.of("city", "old")).withTime(now.minusSeconds(60)));
        fixture.send(fixture.paid(person, now, 1));
        fixture.awaitFacts(brand, 1);
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(fixture.database()
                                .number(
                                        "select count(*) from profile_attributes where source_profile_id = ?"
                                                + " and attributes->'city'->>'value' = 'new'",
                                        person.sourceProfile()))
                        .isOne());
    }

    @Test
    void facts_stay_with_their_source_profile_when_customers_merge() {
        String brand = Fixture.newBrand();
        Person survivor = Fixture.person(brand);
        Person absorbed = Fixture.person(brand);
        UUID interaction = UUID.randomUUID();
        fixture.send(
                fixture.paid(survivor, fixture.clock().instant(), 1),
                fixture.did(
                        absorbed,
                        interaction,
                        "order.paid",
                        "store",
                        fixture.clock().instant(),
                        Map.of()));
        fixture.awaitFacts(brand, 2);
        fixture.send(
                fixture.merged(survivor.customer(), absorbed.customer(), absorbed.sourceProfile()),
                fixture.mergedInBrand(brand, survivor.customer(), absorbed.customer(), absorbed.sourceProfile()));
        fixture.awaitKnown(brand, 1);
        assertThat(fixture.database()
                        .number(
                                "select count(*) from activity_fact f join source_profile p using (source_profile_id, brand)"
                                        + " where f.interaction_id = ? and f.source_profile_id = ? and p.customer_id = ?",
                                interaction,
                                absorbed.sourceProfile(),
                                survivor.customer()))
                .isOne();
    }
}
