package dev.meridian.tag.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TagTest
class FollowingEventsTests {

    private static final String ENTERED = "meridian.tag.segment.entered.v1";
    private static final String EXITED = "meridian.tag.segment.exited.v1";

    private final Fixture fixture;
    private final DueSweep sweep;
    private final String brand = Fixture.newBrand();

    FollowingEventsTests(Fixture fixture, DueSweep sweep) {
        this.fixture = fixture;
        this.sweep = sweep;
    }

    @Test
    void the_fourth_order_makes_a_big_spender_and_the_segment_says_why() {
        fixture.publish(brand, "big-spenders", Fixture.bigSpenders());
        Person person = Fixture.person(brand);
        Instant now = now();
        List<UUID> orders = new ArrayList<>();
        for (int day = 4; day >= 2; day--) {
            TestEvent order = fixture.paid(person, now.minus(Duration.ofDays(day)), "1200.00");
            orders.add(order.id());
            fixture.send(order);
        }
        fixture.awaitFacts(brand, 3);
        assertThat(fixture.members(brand, "big-spenders")).isEmpty();

        TestEvent fourth = fixture.paid(person, now.minus(Duration.ofDays(1)), 1200);
        orders.add(fourth.id());
        fixture.send(fourth, fourth, fourth);
        fixture.awaitMember(brand, "big-spenders", person.customer());

        ReceivedEvent entered = fixture.probe().await(ENTERED, event -> isOf(event, person));
        assertThat(entered.topic()).isEqualTo("meridian.tag.membership");
        assertThat(entered.key()).isEqualTo(person.customer().toString());
        assertThat(entered.data().path("cause").path("kind").asString()).isEqualTo("interaction");
        assertThat(entered.data().path("cause").path("id").asString())
                .isEqualTo(fourth.id().toString());
        assertThat(entered.data().path("transitionId").asString())
                .isEqualTo(entered.id().toString());

        JsonNode why = fixture.as(brand)
                .get("/api/segments/{key}/explanations/{customer}", "big-spenders", person.customer())
                .send()
                .expect(200)
                .json();
        assertThat(why.path("in").asBoolean()).isTrue();
        Instant leaves = now.minus(Duration.ofDays(4))
                .atZone(ZoneOffset.UTC)
                .plusMonths(3)
                .toInstant();
        assertThat(Instant.parse(why.path("validUntil").asString())).isEqualTo(leaves);
        JsonNode count = why.path("evidence").path("children").get(0);
        assertThat(count.path("actual").asInt()).isEqualTo(4);
        assertThat(count.path("interactionIds").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(
                        orders.stream().map(UUID::toString).toList());

        JsonNode segments = fixture.as(brand)
                .get("/api/customers/{customer}/segments", person.customer())
                .send()
                .expect(200)
                .json();
        assertThat(segments.path("items").get(0).path("key").asString()).isEqualTo("big-spenders");
        assertThat(fixture.probe().count(ENTERED, event -> isOf(event, person))).isOne();
    }

    @Test
    void an_average_of_exactly_1000_stays_out() {
        fixture.publish(brand, "big-spenders", Fixture.bigSpenders());
        Person person = Fixture.person(brand);
        for (String amount : List.of("999.99", "1000.01", "500", "1500.00")) {
            fixture.send(fixture.paid(person, now().minus(Duration.ofDays(1)), amount));
        }
        fixture.awaitFacts(brand, 4);
        assertThat(fixture.members(brand, "big-spenders")).isEmpty();
        fixture.send(fixture.paid(person, now(), "1000.01"));
        fixture.awaitMember(brand, "big-spenders", person.customer());
    }

    @Test
    void a_member_leaves_at_the_very_instant_the_oldest_order_is_too_old() {
        fixture.publish(brand, "big-spenders", Fixture.bigSpenders());
        Person person = Fixture.person(brand);
        Instant oldest =
                now().minus(Duration.ofDays(5)).truncatedTo(ChronoUnit.DAYS).plusMillis(1234);
        for (int i = 0; i < 4; i++) {
            fixture.send(fixture.paid(person, oldest.plus(Duration.ofHours(i)), 1200));
        }
        fixture.awaitMember(brand, "big-spenders", person.customer());
        Instant leaves = Instant.parse(fixture.as(brand)
                .get("/api/segments/{key}/members", "big-spenders")
                .send()
                .json()
                .path("items")
                .get(0)
                .path("validUntil")
                .asString());

        fixture.clock().forwardTo(leaves.minusSeconds(60));
        sweep.sweep();
        assertThat(fixture.members(brand, "big-spenders")).containsExactly(person.customer());
        fixture.clock().forwardTo(leaves.plusSeconds(3600));
        sweep.sweep();
        fixture.awaitNoMember(brand, "big-spenders", person.customer());

        ReceivedEvent exited = fixture.probe().await(EXITED, event -> isOf(event, person));
        assertThat(Instant.parse(exited.data().path("at").asString())).isEqualTo(leaves);
        assertThat(exited.data().path("cause").path("kind").asString()).isEqualTo("time");
        assertThat(leaves).isEqualTo(oldest.atZone(ZoneOffset.UTC).plusMonths(3).toInstant());
    }

    @Test
    void a_customer_falls_dormant_by_time_alone_and_wakes_by_a_login() {
        fixture.publish(brand, "dormant", Fixture.dormant());
        Person person = Fixture.person(brand);
        Instant login = now().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        fixture.send(fixture.loggedIn(person, login));
        fixture.awaitFacts(brand, 1);
        assertThat(fixture.members(brand, "dormant")).isEmpty();

        fixture.clock().forwardTo(login.plus(Duration.ofDays(30)));
        sweep.sweep();
        fixture.awaitMember(brand, "dormant", person.customer());
        ReceivedEvent entered = fixture.probe().await(ENTERED, event -> isOf(event, person));
        assertThat(Instant.parse(entered.data().path("at").asString())).isEqualTo(login.plus(Duration.ofDays(30)));

        fixture.send(fixture.loggedIn(person, now()));
        fixture.awaitNoMember(brand, "dormant", person.customer());
        ReceivedEvent exited = fixture.probe().await(EXITED, event -> isOf(event, person));
        assertThat(exited.sequence()).isGreaterThan(entered.sequence());
    }

    @Test
    void a_customer_of_whom_nothing_but_the_id_is_known_is_dormant() {
        fixture.publish(brand, "dormant", Fixture.dormant());
        Person person = Fixture.person(brand);
        fixture.send(fixture.says(person, Map.of()));
        fixture.awaitMember(brand, "dormant", person.customer());
    }

    @Test
    void attributes_are_followed_and_the_latest_observation_counts() {
        fixture.publish(brand, "shanghai", Map.of("attribute", "city", "is", Map.of("eq", "310000")));
        Person phone = Fixture.person(brand);
        Person wechat = phone.at(brand);
        fixture.send(fixture.says(phone, Map.of("city", "310000"), now().minusSeconds(60)));
        fixture.awaitMember(brand, "shanghai", phone.customer());
        fixture.send(fixture.says(wechat, Map.of("city", "110000"), now().minusSeconds(30)));
        fixture.awaitNoMember(brand, "shanghai", phone.customer());
        fixture.send(fixture.says(phone, Map.of("city", "310000"), now()));
        fixture.awaitMember(brand, "shanghai", phone.customer());
        fixture.send(fixture.says(phone, Map.of()), fixture.says(wechat, Map.of()));
        fixture.awaitNoMember(brand, "shanghai", phone.customer());
    }

    @Test
    void two_and_one_orders_make_three_when_their_customers_turn_out_to_be_one() {
        fixture.publish(brand, "three", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)));
        fixture.publish(brand, "one", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        Person survivor = Fixture.person(brand);
        Person absorbed = Fixture.person(brand);
        fixture.send(
                fixture.paid(survivor, now(), 1), fixture.paid(survivor, now(), 1), fixture.paid(absorbed, now(), 1));
        fixture.awaitMember(brand, "one", absorbed.customer());
        assertThat(fixture.members(brand, "three")).isEmpty();

        TestEvent merge =
                fixture.mergedInBrand(brand, survivor.customer(), absorbed.customer(), absorbed.sourceProfile());
        fixture.send(merge, merge);
        fixture.awaitMember(brand, "three", survivor.customer());
        fixture.awaitNoMember(brand, "one", absorbed.customer());
        ReceivedEvent exited = fixture.probe().await(EXITED, event -> isOf(event, absorbed));
        assertThat(exited.data().path("cause").path("kind").asString()).isEqualTo("merge");

        // What is said of the absorbed id afterwards is said of the survivor, and the id still answers.
        fixture.publish(brand, "four", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 4)));
        fixture.send(fixture.paid(absorbed, now(), 1));
        fixture.awaitMember(brand, "four", survivor.customer());
        JsonNode segments = fixture.as(brand)
                .get("/api/customers/{customer}/segments", absorbed.customer())
                .send()
                .expect(200)
                .json();
        assertThat(segments.path("items")
                        .valueStream()
                        .map(item -> item.path("key").asString()))
                .containsExactly("four", "one", "three");
        assertThat(fixture.probe().count(EXITED, event -> isOf(event, absorbed)))
                .isOne();
    }

    @Test
    void a_merge_may_come_before_anything_else_about_either_customer() {
        fixture.publish(brand, "three", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)));
        Person first = Fixture.person(brand);
        Person second = Fixture.person(brand);
        Person third = Fixture.person(brand);
        // The later merge is heard first.
        fixture.send(fixture.mergedInBrand(
                brand, first.customer(), second.customer(), second.sourceProfile(), third.sourceProfile()));
        fixture.send(fixture.mergedInBrand(brand, second.customer(), third.customer(), third.sourceProfile()));
        fixture.send(fixture.paid(third, now(), 1), fixture.paid(second, now(), 1), fixture.paid(first, now(), 1));
        fixture.awaitMember(brand, "three", first.customer());
        assertThat(fixture.database()
                        .number("select count(*) from customer_alias where survivor_id = ?", first.customer()))
                .isEqualTo(2);
    }

    private Instant now() {
        // The database keeps microseconds.
        return fixture.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static boolean isOf(ReceivedEvent event, Person person) {
        return event.key().equals(person.customer().toString());
    }
}
