package dev.meridian.membership.earning;

import static dev.meridian.membership.Consuming.happened;
import static dev.meridian.membership.Consuming.interaction;
import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Consuming;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.programs.EarningTerms;
import dev.meridian.membership.programs.Program;
import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.membership.programs.Programs;
import dev.meridian.membership.programs.PutProgramOutcome;
import dev.meridian.membership.programs.PutRuleOutcome;
import dev.meridian.membership.programs.RuleKey;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.PlatformTransactionManager;

@CenterTest
class PointsEarningTests {

    private static final ProgramKey CLUB = new ProgramKey("group-club");

    private final Consuming consuming;
    private final Programs programs;
    private final TestDatabase database;

    PointsEarningTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            Programs programs,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.programs = programs;
        this.database = database;
    }

    @Test
    void an_order_earns_one_point_per_whole_currency_unit() {
        CustomerId customer = someone();

        consuming.interactions(order(customer, "aurora", newOrderId(), new BigDecimal("1299.99")));

        assertThat(balance(customer)).isEqualTo(1299);
    }

    @Test
    void an_order_earns_once_however_often_its_event_comes() {
        CustomerId customer = someone();
        String orderId = newOrderId();
        Interaction first = order(customer, "aurora", orderId, 100);

        consuming.interactions(first, first, order(customer, "aurora", orderId, "100.00"));
        consuming.interactions(first);
        consuming.interactions(order(customer, "aurora", orderId, 250));

        assertThat(balance(customer)).isEqualTo(100);
        assertThat(database.number(
                        "select count(*) from ledger_transaction where business_key like ?", "%:order:" + orderId))
                .isEqualTo(1);
        assertThat(outcomes(customer)).containsExactlyInAnyOrder("earned", "already_earned", "already_earned");
    }

    @Test
    void an_order_of_another_brand_with_the_same_id_is_another_order() {
        CustomerId customer = someone();
        String orderId = newOrderId();

        consuming.interactions(order(customer, "aurora", orderId, 10), order(customer, "boreal", orderId, 7));

        assertThat(balance(customer)).isEqualTo(17);
    }

    @Test
    void an_order_that_is_sent_for_two_customers_earns_for_the_first() {
        CustomerId first = someone();
        CustomerId second = someone();
        String orderId = newOrderId();

        consuming.interactions(order(first, "aurora", orderId, 10));
        consuming.interactions(order(second, "aurora", orderId, 10));

        assertThat(balance(first)).isEqualTo(10);
        assertThat(balance(second)).isZero();
    }

    @Test
    void an_event_without_an_order_id_earns_once_by_its_own_id() {
        CustomerId customer = someone();
        Interaction event = interaction(customer, "aurora", "order.paid", Map.of("amount", 5));

        consuming.interactions(event);
        consuming.interactions(event);

        assertThat(balance(customer)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        ",amount_missing",
        "0,amount_not_positive",
        "-10,amount_not_positive",
        "lots,amount_not_a_number",
        "0.50,rounds_to_zero",
        "99999999999999999999,amount_out_of_range"
    })
    void an_order_that_earns_nothing_posts_nothing_and_says_why(String amount, String reason) {
        CustomerId customer = someone();

        consuming.interactions(order(customer, "aurora", newOrderId(), amount));

        assertThat(outcomes(customer)).containsExactly(reason);
        assertThat(database.rows(
                                "select rule_key, rule_version, transaction_id from earning_decision where customer_id = ?",
                                customer.value())
                        .getFirst())
                .containsEntry("rule_key", "paid-order")
                .containsEntry("transaction_id", null);
        assertThat(balance(customer)).isZero();
    }

    @Test
    void an_order_whose_id_could_not_be_known_again_earns_nothing() {
        CustomerId customer = someone();

        consuming.interactions(interaction(customer, "aurora", "order.paid", Map.of("orderId", true, "amount", 5)));
        consuming.interactions(order(customer, "aurora", "a\u0000b", 5));

        assertThat(outcomes(customer)).containsExactly("order_id_unusable", "order_id_unusable");
        assertThat(balance(customer)).isZero();
    }

    @Test
    void who_is_not_a_member_of_the_rules_programme_earns_nothing_there() {
        CustomerId customer = someone();
        String circle = "circle-" + UUID.randomUUID();
        String type = "circle.paid_" + UUID.randomUUID().toString().replace("-", "");
        assertThat(asGroup(() -> programs.put(
                        new ProgramKey(circle),
                        new Program.Terms("Circle", "stars", Program.Enrolling.ON_REQUEST, null, null),
                        Actor.deployment())))
                .isInstanceOf(PutProgramOutcome.Created.class);
        assertThat(put(new ProgramKey(circle), new RuleKey("visits"), terms(type, "1", null)))
                .isInstanceOf(PutRuleOutcome.Created.class);

        consuming.interactions(interaction(customer, "aurora", type, Map.of("amount", 5)));

        assertThat(outcomes(customer)).containsExactly("not_a_member");
    }

    private PutRuleOutcome put(ProgramKey program, RuleKey key, EarningTerms terms) {
        return asGroup(() -> programs.put(program, key, terms, Actor.deployment()));
    }

    private static <R> R asGroup(Supplier<R> work) {
        return ActiveBrandScope.call(BrandScope.group(), work::get);
    }

    @Test
    void an_order_that_earned_nothing_earns_when_it_comes_again_with_an_amount() {
        CustomerId customer = someone();
        String orderId = newOrderId();

        consuming.interactions(order(customer, "aurora", orderId, null));
        consuming.interactions(order(customer, "aurora", orderId, 42));

        assertThat(balance(customer)).isEqualTo(42);
    }

    @Test
    void what_no_rule_listens_to_enrols_nobody_and_earns_nothing() {
        CustomerId customer = someone();

        assertThat(consuming.interactions(interaction(customer, "aurora", "page.viewed", Map.of("amount", 5))))
                .isEmpty();

        assertThat(database.number("select count(*) from member where customer_id = ?", customer.value()))
                .isZero();
        assertThat(outcomes(customer)).isEmpty();
    }

    @Test
    void what_happened_before_the_programme_began_to_earn_earns_nothing_and_says_why() {
        CustomerId customer = someone();
        Instant since = earnsSince();
        Map<String, Object> paid = Map.of("amount", 70);
        consuming.enrolled("aurora", customer);

        consuming.interactions(
                happened(customer, "aurora", "order.paid", since.minus(1, ChronoUnit.MICROS), false, paid));
        assertThat(outcomes(customer)).containsExactly("before_program_earns");
        assertThat(balance(customer)).isZero();

        consuming.interactions(happened(customer, "aurora", "order.paid", since, false, paid));
        assertThat(balance(customer)).isEqualTo(70);
    }

    @Test
    void what_a_brand_loads_as_the_past_neither_earns_nor_enrols() {
        CustomerId customer = someone();
        Map<String, Object> paid = Map.of("amount", 70);
        Instant now = Instant.now().plusSeconds(60);

        consuming.interactions(happened(customer, "aurora", "order.paid", now, true, paid));

        assertThat(outcomes(customer)).containsExactly("historical");
        assertThat(database.number("select count(*) from member where customer_id = ?", customer.value()))
                .isZero();
    }

    @Test
    void an_order_from_before_the_programme_began_to_earn_enrols_nobody() {
        CustomerId customer = someone();

        consuming.interactions(
                happened(customer, "aurora", "order.paid", earnsSince().minusSeconds(1), false, Map.of("amount", 70)));

        assertThat(outcomes(customer)).containsExactly("before_program_earns");
        assertThat(database.number("select count(*) from member where customer_id = ?", customer.value()))
                .isZero();
    }

    @Test
    void a_refund_takes_nothing_yet_and_is_kept_so_that_it_can() {
        CustomerId customer = someone();
        String orderId = newOrderId();
        consuming.interactions(order(customer, "aurora", orderId, 50));

        consuming.interactions(
                interaction(customer, "aurora", "order.refunded", Map.of("orderId", orderId, "amount", 50)));

        assertThat(balance(customer)).isEqualTo(50);
        assertThat(database.rows(
                        "select order_id, points from earning_decision where customer_id = ? and outcome = ?",
                        customer.value(),
                        "refund_not_applied_yet"))
                .containsExactly(Map.of("order_id", orderId, "points", 0L));
    }

    @Test
    void an_event_is_judged_by_the_version_in_force_when_it_is_processed() {
        String type = "visit.paid_" + UUID.randomUUID().toString().replace("-", "");
        RuleKey key = new RuleKey("visit-" + UUID.randomUUID());
        CustomerId customer = someone();
        consuming.enrolled("aurora", customer);

        assertThat(put(CLUB, key, terms(type, "1", null))).isInstanceOf(PutRuleOutcome.Created.class);
        consuming.interactions(interaction(customer, "aurora", type, Map.of("orderId", "1", "amount", 10)));
        assertThat(put(CLUB, key, terms(type, "2.50", null))).isInstanceOf(PutRuleOutcome.Changed.class);
        assertThat(put(CLUB, key, terms(type, "2.5", null))).isInstanceOf(PutRuleOutcome.Unchanged.class);
        consuming.interactions(
                interaction(customer, "aurora", type, Map.of("orderId", "1", "amount", 10)),
                interaction(customer, "aurora", type, Map.of("orderId", "2", "amount", 10)));

        assertThat(balance(customer)).isEqualTo(10 + 25);
        assertThat(database.rows(
                        "select rule_version, outcome from earning_decision where customer_id = ?", customer.value()))
                .containsExactlyInAnyOrder(
                        Map.of("rule_version", 1, "outcome", "earned"),
                        Map.of("rule_version", 2, "outcome", "already_earned"),
                        Map.of("rule_version", 2, "outcome", "earned"));
    }

    @Test
    void what_is_earned_under_a_validity_becomes_a_lot_that_ends() {
        String type = "gift.paid_" + UUID.randomUUID().toString().replace("-", "");
        CustomerId customer = someone();
        consuming.enrolled("aurora", customer);
        assertThat(put(CLUB, new RuleKey("gift-" + UUID.randomUUID()), terms(type, "1", Period.ofYears(1))))
                .isInstanceOf(PutRuleOutcome.Created.class);

        consuming.interactions(interaction(customer, "aurora", type, Map.of("amount", 30)));

        assertThat(database.rows(
                        "select l.amount, l.remaining, l.issuing_brand, (l.expires_at at time zone 'Asia/Shanghai')::text as ends"
                                + " from lot l join ledger_account a on a.id = l.account_id"
                                + " join member m on m.member_id = a.member_id where m.customer_id = ?",
                        customer.value()))
                .singleElement()
                .satisfies(lot -> {
                    assertThat(lot).containsEntry("remaining", 30L).containsEntry("issuing_brand", "aurora");
                    LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
                    assertThat(String.valueOf(lot.get("ends"))).endsWith(" 00:00:00");
                    assertThat(LocalDate.parse(String.valueOf(lot.get("ends")).substring(0, 10)))
                            .isBetween(today.plusYears(1), today.plusYears(1).plusDays(1));
                });
    }

    @Test
    void a_merge_moves_the_balance_and_each_lot_names_where_it_came_from() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "aurora", newOrderId(), 100),
                order(absorbed, "boreal", newOrderId(), 40),
                order(absorbed, "aurora", newOrderId(), 2));

        consuming.facts(merged(survivor, absorbed));

        assertThat(balance(survivor)).isEqualTo(142);
        assertThat(balance(absorbed)).isZero();
        assertThat(database.rows(
                        "select l.amount, l.remaining, l.issuing_brand, o.amount as was, o.remaining as left_there"
                                + " from lot l join lot o on o.id = l.origin_lot"
                                + " join ledger_account a on a.id = l.account_id"
                                + " join member m on m.member_id = a.member_id where m.customer_id = ? order by l.id",
                        survivor.value()))
                .containsExactly(
                        Map.of(
                                "amount",
                                40L,
                                "remaining",
                                40L,
                                "issuing_brand",
                                "boreal",
                                "was",
                                40L,
                                "left_there",
                                0L),
                        Map.of("amount", 2L, "remaining", 2L, "issuing_brand", "aurora", "was", 2L, "left_there", 0L));
    }

    @Test
    void an_order_that_arrives_for_an_absorbed_customer_credits_the_survivor() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        String orderId = newOrderId();

        consuming.facts(merged(survivor, absorbed));
        consuming.interactions(order(absorbed, "aurora", orderId, 60));
        consuming.interactions(order(survivor, "aurora", orderId, 60));

        assertThat(balance(survivor)).isEqualTo(60);
    }

    private Instant earnsSince() {
        return programs.find(CLUB).orElseThrow().earnsSince();
    }

    private static EarningTerms terms(String type, String rate, Period validity) {
        return new EarningTerms(type, "amount", new BigDecimal(rate), null, null, validity);
    }

    private static String newOrderId() {
        return "o-" + UUID.randomUUID();
    }

    private long balance(CustomerId customer) {
        return database.number(
                "select coalesce(sum(b.posted), 0) from account_balance b join ledger_account a on a.id = b.account_id"
                        + " join member m on m.member_id = a.member_id where m.customer_id = ?",
                customer.value());
    }

    private List<String> outcomes(CustomerId customer) {
        return database.rows("select outcome from earning_decision where customer_id = ?", customer.value()).stream()
                .map(row -> String.valueOf(row.get("outcome")))
                .toList();
    }
}
