package dev.meridian.tag.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiRequest;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A brand's segments are about the customers that the brand's own evidence makes, and the group's about the group's. */
@TagTest
class BrandCustomersTests {

    private static final String ENTERED = "meridian.tag.segment.entered.v1";

    private final Fixture fixture;
    private final String brand = Fixture.newBrand();
    private final String other = Fixture.newBrand();

    BrandCustomersTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void two_customers_of_a_brand_that_only_others_evidence_joins_stay_two_to_it_and_are_one_to_the_group() {
        String shared = "e" + brand + ".done";
        fixture.publish(brand, "one", Fixture.activity(shared, "P30D", "count", null, Map.of("gte", 1)));
        fixture.publish(brand, "two", Fixture.activity(shared, "P30D", "count", null, Map.of("gte", 2)));
        fixture.publish("*", "g" + brand, Fixture.activity(shared, "P30D", "count", null, Map.of("gte", 2)));
        Person first = Fixture.person(brand);
        Person second = Fixture.person(brand);
        Person elsewhere = first.at(other);
        fixture.send(did(first, shared), fixture.loggedIn(elsewhere, now()));
        fixture.send(fixture.merged(first.customer(), second.customer(), second.sourceProfile()));

        fixture.send(did(second.inGroup(first.customer()), shared));

        fixture.awaitMember(brand, "one", second.customer());
        assertThat(fixture.members(brand, "one")).containsExactlyInAnyOrder(first.customer(), second.customer());
        assertThat(fixture.members(brand, "two")).isEmpty();
        fixture.awaitMember("*", "g" + brand, first.customer());
        assertThat(fixture.members("*", "g" + brand)).containsExactly(first.customer());
        ReceivedEvent entered = fixture.probe()
                .await(ENTERED, event -> event.key().equals(second.customer().toString()));
        assertThat(entered.brand()).contains(brand);
        assertThat(entered.data().path("customerId").asString())
                .isEqualTo(second.customer().toString());
        for (Person person : List.of(first, second)) {
            assertThat(fixture.as(brand)
                            .get("/api/segments/{key}/explanations/{customer}", "g" + brand, person.customer())
                            .send()
                            .expect(200)
                            .json()
                            .path("customerId")
                            .asString())
                    .isEqualTo(person.customer().toString());
        }
    }

    @Test
    void the_groups_id_is_unknown_to_a_brand_that_was_never_given_it_and_a_brands_own_to_everybody_else() {
        UUID inGroup = UUID.randomUUID();
        Person own = new Person(inGroup, UUID.randomUUID(), UUID.randomUUID(), brand);
        fixture.send(
                fixture.loggedIn(own, now()), fixture.loggedIn(new Person(inGroup, UUID.randomUUID(), other), now()));
        fixture.awaitFacts(brand, 1);
        fixture.awaitFacts(other, 1);

        String segments = "/api/customers/{customer}/segments";
        fixture.as(brand).get(segments, own.brandCustomer()).send().expect(200);
        fixture.as(brand).get(segments, inGroup).send().expectProblem(404, "not_found");
        fixture.as(other).get(segments, inGroup).send().expect(200);
        fixture.as(other).get(segments, own.brandCustomer()).send().expectProblem(404, "not_found");
        fixture.group().get(segments, inGroup).send().expect(200);
        fixture.group().get(segments, own.brandCustomer()).send().expectProblem(404, "not_found");
    }

    @Test
    void what_a_brand_joins_itself_moves_its_facts_and_its_old_id_leads_on() {
        fixture.publish(brand, "two", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 2)));
        Person first = Fixture.person(brand);
        Person second = Fixture.person(brand);
        fixture.send(fixture.paid(first, now(), 1), fixture.paid(second, now(), 1));
        fixture.awaitFacts(brand, 2);

        fixture.send(fixture.mergedInBrand(brand, first.customer(), second.customer(), second.sourceProfile()));

        fixture.awaitMember(brand, "two", first.customer());
        assertThat(fixture.as(brand)
                        .get("/api/segments/two/explanations/{customer}", second.customer())
                        .send()
                        .expect(200)
                        .json()
                        .path("customerId")
                        .asString())
                .isEqualTo(first.customer().toString());
        fixture.group()
                .get("/api/customers/{customer}/segments", second.customer())
                .send()
                .expect(200);
    }

    @Test
    void in_whatever_order_it_is_heard_it_comes_to_the_same() {
        fixture.publish(brand, "three", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)));
        for (int seed = 0; seed < 6; seed++) {
            Person first = Fixture.person(brand);
            Person second = Fixture.person(brand);
            Person third = Fixture.person(brand);
            List<TestEvent> told = new ArrayList<>(List.of(
                    fixture.paid(first, now(), 1),
                    fixture.paid(second, now(), 1),
                    fixture.paid(third, now(), 1),
                    // As it is told after the merges, by the ids that live on.
                    fixture.says(
                            new Person(first.customer(), first.customer(), third.sourceProfile(), brand),
                            Map.of("city", "310000")),
                    fixture.mergedInBrand(brand, second.customer(), third.customer(), third.sourceProfile()),
                    fixture.mergedInBrand(
                            brand, first.customer(), second.customer(), second.sourceProfile(), third.sourceProfile()),
                    fixture.merged(first.customer(), third.customer(), third.sourceProfile())));
            told.add(told.get(5));
            Collections.shuffle(told, new Random(seed));
            fixture.probe().send(told);

            fixture.awaitMember(brand, "three", first.customer());
            assertThat(fixture.members(brand, "three")).doesNotContain(second.customer(), third.customer());
        }
    }

    @Test
    void an_event_of_before_brands_had_customers_of_their_own_names_the_groups() {
        Person person = Fixture.person(brand);
        TestEvent now = fixture.paid(person, now(), 1);
        Map<String, Object> data = new LinkedHashMap<>();
        now.data().properties().forEach(one -> data.put(one.getKey(), one.getValue()));
        data.remove("brandCustomerId");
        fixture.probe()
                .sendUnchecked(TestEvent.of(now.topic(), now.type(), now.key(), data)
                        .withId(now.id())
                        .withTime(now.time())
                        .withBrand(brand));
        fixture.awaitKnown(brand, 1);
        fixture.as(brand)
                .get("/api/customers/{customer}/segments", person.customer())
                .send()
                .expect(200);

        // Told at last whose the source profile is, the brand's customer is another.
        UUID own = UUID.randomUUID();
        fixture.publish(brand, "one", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        fixture.awaitMember(brand, "one", person.customer());
        fixture.send(fixture.says(
                new Person(person.customer(), own, person.sourceProfile(), brand), Map.of("city", "310000")));
        fixture.awaitMember(brand, "one", own);
        fixture.awaitNoMember(brand, "one", person.customer());
    }

    @Test
    void a_brands_requests_wait_for_nobody_who_writes_of_others() throws SQLException {
        Person person = Fixture.person(brand);
        // An event of this test alone: a segment of the group has members of every test in this database.
        Map<String, Object> rule = Fixture.activity("e" + brand + ".done", "P30D", "count", null, Map.of("gte", 1));
        fixture.publish("*", "g" + brand, rule);
        fixture.publish(brand, "own", Fixture.dormant());
        fixture.send(fixture.paid(person, now(), 1), fixture.paid(person.at(other), now(), 1));
        fixture.awaitFacts(brand, 1);
        fixture.awaitFacts(other, 1);
        fixture.awaitMember(brand, "own", person.customer());
        try (Connection others = fixture.database().connect();
                Statement statement = others.createStatement()) {
            others.setAutoCommit(false);
            for (String table : List.of(
                    "customer",
                    "customer_alias",
                    "source_profile",
                    "activity_fact",
                    "profile_attributes",
                    "segment_member",
                    "segment_due",
                    "customers_known")) {
                assertThat(statement.execute("select 1 from " + table + " where brand <> '" + brand + "' for update"))
                        .isTrue();
            }
            var api = fixture.as(brand);
            List<ApiRequest> requests = List.of(
                    api.get("/api/customers/{customer}/segments", person.customer()),
                    api.get("/api/segments/own/members"),
                    api.get("/api/segments/{key}/members", "g" + brand),
                    api.get("/api/segments/{key}/explanations/{customer}", "g" + brand, person.customer()),
                    api.get("/api/segments"),
                    api.post("/api/segments/preview").body(Map.of("rule", Fixture.dormant(), "exact", true)));
            for (ApiRequest request : requests) {
                request.send().expect(200);
            }
            others.rollback();
        }
    }

    private TestEvent did(Person person, String event) {
        return fixture.did(person, event, now(), Map.of());
    }

    private Instant now() {
        return fixture.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
