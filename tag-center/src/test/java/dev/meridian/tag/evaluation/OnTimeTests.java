package dev.meridian.tag.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.rules.Moments;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@TagTest
class OnTimeTests {

    private static final int CUSTOMERS = 4_000;

    private final Fixture fixture;
    private final String brand = Fixture.newBrand();

    OnTimeTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void exits_by_time_do_not_wait_for_the_end_of_publications() {
        fixture.publish(brand, "leaving", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        Person person = Fixture.person(brand);
        Instant order = Moments.toMicros(fixture.clock().instant()).minus(Duration.ofDays(29));
        fixture.send(fixture.paid(person, order, 1));
        fixture.awaitMember(brand, "leaving", person.customer());
        String crowd = Fixture.newBrand();
        insertCustomers(crowd);
        for (String key : List.of("first", "second", "third", "fourth")) {
            fixture.define(crowd, key, Map.of("attribute", "nowhere", "is", Map.of("exists", false)));
            fixture.as(crowd).post("/api/segments/{key}/publish", key).send().expect(202);
        }
        fixture.clock().forwardTo(order.plus(Duration.ofDays(30)).plusSeconds(1));
        for (String key : List.of("first", "second", "third", "fourth")) {
            fixture.awaitPublished(crowd, key);
        }
        fixture.awaitNoMember(brand, "leaving", person.customer());
        UUID exit = (UUID)
                fixture.database().rows("""
            select transition_id from segment_transition
             where customer_id = ? and direction = 'out' and cause_kind = 'time'
            """, person.customer()).getFirst().get("transition_id");
        assertThat(fixture.database()
                        .number(
                                "select count(*) from segment_transition where brand = ? and transition_id > ?",
                                crowd,
                                exit))
                .as("the exit is in the log before the publications are through")
                .isPositive();
    }

    @Test
    void due_customers_do_not_wait_for_one_whom_somebody_else_holds() throws SQLException {
        fixture.publish(brand, "leaving", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        Instant order = Moments.toMicros(fixture.clock().instant()).minus(Duration.ofDays(29));
        Person held = Fixture.person(brand);
        Person free = Fixture.person(brand);
        fixture.send(fixture.paid(held, order, 1), fixture.paid(free, order.plusSeconds(1), 1));
        fixture.awaitMember(brand, "leaving", held.customer());
        fixture.awaitMember(brand, "leaving", free.customer());

        try (Connection somebody = fixture.database().connect();
                PreparedStatement lock =
                        somebody.prepareStatement("select 1 from customer where customer_id = ? for update")) {
            somebody.setAutoCommit(false);
            lock.setObject(1, held.customer());
            assertThat(lock.execute()).isTrue();
            fixture.clock().forwardTo(order.plus(Duration.ofDays(30)).plusSeconds(2));

            fixture.awaitNoMember(brand, "leaving", free.customer());
            assertThat(fixture.members(brand, "leaving")).containsExactly(held.customer());
            somebody.rollback();
        }
        fixture.awaitNoMember(brand, "leaving", held.customer());
        assertThat(fixture.database()
                        .rows(
                                "select at from segment_transition where brand = ? and customer_id = ? and direction = 'out'",
                                brand,
                                held.customer())
                        .getFirst()
                        .get("at"))
                .as("late, but with its own instant")
                .isEqualTo(Timestamp.from(order.plus(Duration.ofDays(30))));
    }

    @Test
    void a_due_customer_who_cannot_be_evaluated_is_put_off_and_holds_up_no_other() {
        fixture.publish(
                brand,
                "leaving",
                Map.of(
                        "all",
                        List.of(
                                Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)),
                                Map.of("attribute", "city", "is", Map.of("eq", "310000")))));
        Instant order = Moments.toMicros(fixture.clock().instant()).minus(Duration.ofDays(29));
        Person broken = Fixture.person(brand);
        List<Person> sound = List.of(Fixture.person(brand), Fixture.person(brand), Fixture.person(brand));
        List<Person> everyone = new ArrayList<>(sound);
        everyone.add(1, broken);
        for (Person person : everyone) {
            fixture.send(fixture.says(person, Map.of("city", "310000")), fixture.paid(person, order, 1));
        }
        everyone.forEach(person -> fixture.awaitMember(brand, "leaving", person.customer()));
        Object readable = fixture.database()
                .rows(
                        "select attributes::text from profile_attributes where source_profile_id = ?",
                        broken.sourceProfile())
                .getFirst()
                .get("attributes");
        attributesAre(broken, "{\"city\": 5}");

        Instant due = order.plus(Duration.ofDays(30));
        fixture.clock().forwardTo(due.plusSeconds(1));

        sound.forEach(person -> fixture.awaitNoMember(brand, "leaving", person.customer()));
        Awaitility.await("the broken one is put off")
                .atMost(Duration.ofSeconds(20))
                .until(() -> fixture.database()
                                .number(
                                        "select count(*) from segment_due where customer_id = ? and due_at = ? and wake_at > ?",
                                        broken.customer(),
                                        Timestamp.from(due),
                                        Timestamp.from(due.plusSeconds(30)))
                        == 1);
        assertThat(fixture.members(brand, "leaving")).containsExactly(broken.customer());

        attributesAre(broken, String.valueOf(readable));
        fixture.clock().forwardTo(due.plusSeconds(120));

        fixture.awaitNoMember(brand, "leaving", broken.customer());
        assertThat(fixture.database()
                        .rows(
                                "select at from segment_transition where brand = ? and customer_id = ? and direction = 'out'",
                                brand,
                                broken.customer())
                        .getFirst()
                        .get("at"))
                .as("later, but with its own instant")
                .isEqualTo(Timestamp.from(due));
    }

    private void attributesAre(Person person, String json) {
        assertThat(fixture.database()
                        .update(
                                "update profile_attributes set attributes = ?::jsonb where source_profile_id = ?",
                                json,
                                person.sourceProfile()))
                .isEqualTo(1);
    }

    private void insertCustomers(String crowd) {
        int made = fixture.database().update("""
            with made as (
              insert into customer (brand, customer_id) select '*', gen_random_uuid() from generate_series(1, ?)
              returning customer_id)
            insert into customer (brand, customer_id) select ?, customer_id from made
            """, CUSTOMERS, crowd);
        assertThat(made).isEqualTo(CUSTOMERS);
    }
}
