package dev.meridian.tag.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The role of the application may not take facts back, but it may erase somebody altogether. */
@TagTest
class ErasingTests {

    private final Fixture fixture;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String brand = Fixture.newBrand();

    ErasingTests(Fixture fixture, JdbcClient jdbc, TransactionTemplate transaction) {
        this.fixture = fixture;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Test
    void facts_and_transitions_are_deleted_with_the_customer_and_never_alone() {
        Person person = Fixture.person(brand);
        Person absorbed = Fixture.person(brand);
        fixture.send(
                fixture.says(person, Map.of("city", "310000")),
                fixture.merged(person.customer(), absorbed.customer(), absorbed.sourceProfile()),
                fixture.mergedInBrand(brand, person.customer(), absorbed.customer(), absorbed.sourceProfile()));
        fixture.send(
                fixture.paid(person, fixture.clock().instant(), 1),
                fixture.paid(absorbed, fixture.clock().instant(), 1));
        fixture.awaitFacts(brand, 2);

        for (String table : List.of("activity_fact", "segment_transition")) {
            assertThatThrownBy(() -> asGroup("delete from " + table)).as(table).isInstanceOf(DataAccessException.class);
        }
        assertThatThrownBy(() -> ActiveBrandScope.run(
                        BrandScope.of(new Brand(brand)),
                        () -> inTransaction("select erase_customer('" + person.customer() + "')")))
                .isInstanceOf(DataAccessException.class);
        asGroup("select erase_customer('" + person.customer() + "')");

        for (String left : List.of(
                "customer where customer_id in (?, ?)",
                "source_profile where customer_id in (?, ?)",
                "customer_alias where survivor_id in (?, ?)",
                "segment_transition where customer_id in (?, ?)")) {
            assertThat(fixture.database()
                            .number("select count(*) from " + left, person.customer(), absorbed.customer()))
                    .as(left)
                    .isZero();
        }
        assertThat(fixture.database().number("select count(*) from activity_fact where brand = ?", brand))
                .isZero();
        assertThat(fixture.database()
                        .number("select sum(customers)::bigint from customers_known where brand = ?", brand))
                .isZero();
    }

    private void asGroup(String sql) {
        ActiveBrandScope.run(BrandScope.group(), () -> inTransaction(sql));
    }

    private void inTransaction(String sql) {
        transaction.executeWithoutResult(
                _ -> jdbc.sql(sql).query((_, _) -> true).list());
    }
}
