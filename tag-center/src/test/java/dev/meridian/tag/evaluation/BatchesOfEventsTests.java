package dev.meridian.tag.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.facts.CustomerEvents;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.rules.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Production hands over up to 500 events at once: the effect is that of one after the other. */
@TagTest
class BatchesOfEventsTests {

    private final Fixture fixture;
    private final CustomerEvents events;
    private final Customers customers;
    private final TransactionTemplate transaction;
    private final String brand = Fixture.newBrand();

    BatchesOfEventsTests(Fixture fixture, CustomerEvents events, Customers customers, TransactionTemplate transaction) {
        this.fixture = fixture;
        this.events = events;
        this.customers = customers;
        this.transaction = transaction;
    }

    @Test
    void merges_that_form_a_chain_in_one_batch_leave_no_ghost() {
        fixture.publish(brand, "dormant", Fixture.dormant());
        fixture.publish(brand, "three", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)));
        fixture.publish(brand, "one", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        Person a = Fixture.person(brand);
        Person b = Fixture.person(brand);
        Person c = Fixture.person(brand);
        handle(fixture.paid(a, now(), 1), fixture.paid(b, now(), 1), fixture.loggedIn(c, now()));
        assertThat(fixture.members(brand, "one")).containsExactlyInAnyOrder(a.customer(), b.customer());

        TestEvent bIntoA = fixture.mergedInBrand(brand, a.customer(), b.customer(), b.sourceProfile());
        TestEvent aIntoC =
                fixture.mergedInBrand(brand, c.customer(), a.customer(), a.sourceProfile(), b.sourceProfile());
        handle(fixture.paid(b, now(), 1), bIntoA, aIntoC, fixture.paid(a, now(), 1));

        assertThat(fixture.members(brand, "one")).containsExactly(c.customer());
        assertThat(fixture.members(brand, "three")).containsExactly(c.customer());
        assertThat(fixture.members(brand, "dormant"))
                .as("nobody enters by an id that was merged away")
                .isEmpty();
        assertThat(log("one", a)).containsExactly("in interaction", "out merge");
        assertThat(log("one", b)).containsExactly("in interaction", "out merge");
        assertThat(log("dormant", a)).containsExactly("in interaction", "out merge");
        assertThat(fixture.database()
                        .number(
                                "select count(*) from segment_due where customer_id in (?, ?)",
                                a.customer(),
                                b.customer()))
                .isZero();
    }

    @Test
    void who_enters_by_the_third_of_five_orders_enters_by_the_third() {
        fixture.publish(brand, "three", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)));
        Person person = Fixture.person(brand);
        TestEvent[] orders = new TestEvent[5];
        for (int i = 0; i < orders.length; i++) {
            orders[i] = fixture.paid(person, now(), 1);
        }
        handle(orders);
        assertThat(causes("three", person)).containsExactly(orders[2].id());
    }

    @Test
    void every_flip_inside_a_batch_is_a_transition_with_its_own_instant_and_its_own_cause() {
        fixture.publish(brand, "dear", Fixture.activity("order.paid", "P30D", "avg", "amount", Map.of("gt", 100)));
        Person person = Fixture.person(brand);
        TestEvent dear = fixture.paid(person, now(), 150);
        TestEvent cheap = fixture.paid(person, now(), 1);
        TestEvent dearest = fixture.paid(person, now(), 1_000);
        handle(dear, fixture.loggedIn(person, now()), cheap, dearest);
        assertThat(log("dear", person)).containsExactly("in interaction", "out interaction", "in interaction");
        assertThat(causes("dear", person)).containsExactly(dear.id(), cheap.id(), dearest.id());
        assertThat(instants("dear", person)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_exit_whose_instant_was_missed_is_told_before_the_order_that_brings_the_customer_back() {
        fixture.publish(brand, "one", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        Person person = Fixture.person(brand);
        Instant first = now().minus(Duration.ofDays(29));
        handle(fixture.paid(person, first, 1));
        Instant leaves = first.plus(Duration.ofDays(30));

        TestEvent second = whileNobodySweeps(person, () -> {
            fixture.clock().forwardTo(leaves.plus(Duration.ofHours(1)));
            return fixture.paid(person, now(), 1);
        });

        assertThat(log("one", person)).containsExactly("in interaction", "out time", "in interaction");
        assertThat(instants("one", person).get(1)).isEqualTo(leaves);
        assertThat(causes("one", person).getLast()).isEqualTo(second.id());
    }

    @Test
    void an_exit_by_time_is_not_blamed_on_what_came_after_it() {
        fixture.publish(brand, "one", Fixture.activity("order.paid", "P30D", "count", null, Map.of("eq", 1)));
        Person person = Fixture.person(brand);
        Instant first = now().minus(Duration.ofDays(29));
        handle(fixture.paid(person, first, 1));
        Instant leaves = first.plus(Duration.ofDays(30));

        whileNobodySweeps(person, () -> {
            fixture.clock().forwardTo(leaves.plus(Duration.ofHours(1)));
            return fixture.paid(person, leaves.minus(Duration.ofDays(40)), 1);
        });

        assertThat(log("one", person)).containsExactly("in interaction", "out time");
        assertThat(instants("one", person).getLast()).isEqualTo(leaves);
    }

    @Test
    void who_enters_by_a_publication_that_has_not_come_so_far_does_not_enter_by_the_next_order() {
        Person person = Fixture.person(brand);
        handle(fixture.paid(person, now(), 1), fixture.paid(person, now(), 1));
        fixture.publish(brand, "two", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 2)));
        // As if the back-fill had not come to anybody yet.
        UUID segment = (UUID) fixture.database()
                .rows("select segment_id from segment where brand = ? and key = 'two'", brand)
                .getFirst()
                .get("segment_id");
        for (String table : List.of("segment_member", "segment_due", "segment_transition")) {
            assertThat(fixture.database().update("delete from " + table + " where segment_id = ?", segment))
                    .isOne();
        }
        assertThat(fixture.database().update("""
            update segment_publication set finished_at = null, reached = null, not_before = '9999-01-01'
             where segment_id = ?
            """, segment)).isOne();

        handle(fixture.paid(person, now(), 1));

        assertThat(log("two", person)).containsExactly("in publication");
        assertThat(fixture.database()
                        .update("update segment_publication set not_before = null where segment_id = ?", segment))
                .isOne();
    }

    /** The customer is locked while time goes on, so that the sweep cannot be first. */
    @CanIgnoreReturnValue
    private TestEvent whileNobodySweeps(Person person, Supplier<TestEvent> next) {
        return ActiveBrandScope.call(
                BrandScope.group(),
                () -> transaction.execute(_ -> {
                    customers.lock(List.of(ScopedCustomer.of(BrandScope.of(new Brand(brand)), person.customer())));
                    TestEvent event = next.get();
                    events.subscription().handler().handle(List.of(Fixture.incoming(event)));
                    return event;
                }));
    }

    private void handle(TestEvent... batch) {
        ActiveBrandScope.run(
                BrandScope.group(),
                () -> transaction.executeWithoutResult(_ -> events.subscription()
                        .handler()
                        .handle(Arrays.stream(batch).map(Fixture::incoming).toList())));
    }

    private List<String> log(String key, Person person) {
        return transitions(key, person).stream()
                .map(row -> row.get("direction") + " " + row.get("cause_kind"))
                .toList();
    }

    private List<UUID> causes(String key, Person person) {
        return transitions(key, person).stream()
                .map(row -> (UUID) row.get("cause_id"))
                .toList();
    }

    private List<Instant> instants(String key, Person person) {
        return transitions(key, person).stream()
                .map(row -> ((java.sql.Timestamp) row.get("at")).toInstant())
                .toList();
    }

    private List<Map<String, Object>> transitions(String key, Person person) {
        return fixture.database().rows("""
            select t.* from segment_transition t join segment s using (segment_id)
             where s.brand = ? and s.key = ? and t.customer_id = ? order by t.transition_id
            """, brand, key, person.customer());
    }

    private Instant now() {
        return Moments.toMicros(fixture.clock().instant());
    }
}
