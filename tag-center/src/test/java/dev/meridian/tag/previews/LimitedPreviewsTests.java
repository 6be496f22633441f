package dev.meridian.tag.previews;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import dev.meridian.tag.search.CustomerSearch;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Previews take no more than they are given. */
@TagTest
class LimitedPreviewsTests {

    private static final int CUSTOMERS = 1_200;

    private final Fixture fixture;
    private final Customers customers;
    private final FactsArchive facts;
    private final CustomerSearch search;
    private final TransactionTemplate transaction;
    private final String brand = Fixture.newBrand();

    LimitedPreviewsTests(
            Fixture fixture,
            Customers customers,
            FactsArchive facts,
            CustomerSearch search,
            TransactionTemplate transaction) {
        this.fixture = fixture;
        this.customers = customers;
        this.facts = facts;
        this.search = search;
        this.transaction = transaction;
    }

    @Test
    void a_preview_whose_time_is_up_says_how_far_it_came() {
        insertCustomers();
        Preview partial = preview(new PreviewProperties(1, Duration.ofNanos(1))).orElseThrow();
        assertThat(partial.complete()).isFalse();
        assertThat(partial.exact()).isFalse();
        assertThat(partial.evaluated()).isPositive().isLessThan(CUSTOMERS);
        assertThat(partial.count()).isEqualTo(partial.evaluated());

        Preview whole = preview(new PreviewProperties(1, Duration.ofMinutes(1))).orElseThrow();
        assertThat(whole.complete()).isTrue();
        assertThat(whole.exact()).isTrue();
        assertThat(whole.count()).isEqualTo(CUSTOMERS);
    }

    @Test
    void a_preview_too_many_is_refused_and_takes_nothing_from_the_others() {
        assertThat(preview(new PreviewProperties(0, Duration.ofMinutes(1)))).isEmpty();
    }

    private Optional<Preview> preview(PreviewProperties properties) {
        BrandScope scope = BrandScope.of(new Brand(brand));
        Rule rule = ((RuleReading.Accepted) RuleParser.parse(Fixture.dormant(), "")).rule();
        Previews previews = new Previews(customers, facts, search, transaction, properties, fixture.clock());
        return ActiveBrandScope.call(scope, () -> previews.count(scope, rule, null, true));
    }

    private void insertCustomers() {
        int made = fixture.database().update("""
            with made as (
              insert into customer (brand, customer_id) select '*', gen_random_uuid() from generate_series(1, ?)
              returning customer_id)
            insert into customer (brand, customer_id) select ?, customer_id from made
            """, CUSTOMERS, brand);
        assertThat(made).isEqualTo(CUSTOMERS);
    }
}
