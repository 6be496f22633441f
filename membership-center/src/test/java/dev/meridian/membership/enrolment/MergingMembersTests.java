package dev.meridian.membership.enrolment;

import static dev.meridian.membership.Consuming.known;
import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Consuming;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

@CenterTest
class MergingMembersTests {

    private final Consuming consuming;
    private final TestDatabase database;

    MergingMembersTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.database = database;
    }

    @Test
    void a_customer_becomes_a_member_once_however_often_they_order() {
        CustomerId customer = someone();

        consuming.facts(new CustomerFact.Known(customer, null), known(customer, "aurora"));
        assertThat(members(customer)).isZero();
        consuming.enrolled("boreal", customer, customer);
        consuming.enrolled("aurora", customer);

        assertThat(livingMembers(customer)).isEqualTo(1);
        assertThat(database.number(
                        "select count(distinct brand) from brand_customer where group_customer_id = ?",
                        customer.value()))
                .isEqualTo(2);
    }

    @Test
    void a_merge_of_customers_nobody_has_seen_enrols_nobody() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();

        consuming.facts(merged(survivor, absorbed));

        assertThat(members(survivor) + members(absorbed)).isZero();
    }

    @Test
    void a_merge_that_is_told_again_changes_nothing() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(order(absorbed, "aurora", "o-" + UUID.randomUUID(), 50));
        CustomerFact merge = merged(survivor, absorbed);

        consuming.facts(merge);
        consuming.facts(merge, merge);

        assertThat(balance(survivor)).isEqualTo(50);
        assertThat(livingMembers(absorbed)).isZero();
    }

    @Test
    void merges_that_arrive_in_the_wrong_order_end_at_the_same_customer() {
        CustomerId first = someone();
        CustomerId second = someone();
        CustomerId third = someone();
        consuming.interactions(
                order(first, "aurora", "o-" + UUID.randomUUID(), 1),
                order(second, "boreal", "o-" + UUID.randomUUID(), 20),
                order(third, "cascade", "o-" + UUID.randomUUID(), 300));

        consuming.facts(merged(third, second));
        consuming.facts(merged(second, first));

        assertThat(balance(third)).isEqualTo(321);
        assertThat(livingMembers(first) + livingMembers(second)).isZero();
        assertThat(database.number(
                        "select count(distinct brand) from brand_customer where group_customer_id = ?", third.value()))
                .isEqualTo(3);
    }

    @Test
    void a_chain_of_merges_in_one_batch_ends_at_its_end() {
        CustomerId first = someone();
        CustomerId second = someone();
        CustomerId third = someone();
        consuming.interactions(order(first, "aurora", "o-" + UUID.randomUUID(), 9));

        consuming.facts(merged(second, first), known(first, "boreal"), merged(third, second));

        assertThat(balance(third)).isEqualTo(9);
        assertThat(livingMembers(third)).isEqualTo(1);
        assertThat(livingMembers(first) + livingMembers(second)).isZero();
    }

    private long members(CustomerId customer) {
        return database.number("select count(*) from member where customer_id = ?", customer.value());
    }

    private long livingMembers(CustomerId customer) {
        return database.number(
                "select count(*) from member where customer_id = ? and merged_into is null", customer.value());
    }

    private long balance(CustomerId customer) {
        return database.number(
                "select coalesce(sum(b.posted), 0) from account_balance b join ledger_account a on a.id = b.account_id"
                        + " join member m on m.member_id = a.member_id where m.customer_id = ?",
                customer.value());
    }
}
