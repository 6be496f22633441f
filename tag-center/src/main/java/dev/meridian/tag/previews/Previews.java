package dev.meridian.tag.previews;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.search.CustomerSearch;
import dev.meridian.tag.search.SearchAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Counts by the index where that will do, and by judging every customer where it will not. */
@Component
class Previews {

    private static final int BATCH = 1_000;
    private static final int SAMPLE = 10;

    private final Customers customers;
    private final FactsArchive facts;
    private final CustomerSearch search;
    private final Clock clock;

    Previews(Customers customers, FactsArchive facts, CustomerSearch search, Clock clock) {
        this.customers = customers;
        this.facts = facts;
        this.search = search;
        this.clock = clock;
    }

    /**
     * Counts the customers of the scope.
     *
     * @param asOf a past instant; null for now
     * @param exact whether the index will not do
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Preview count(BrandScope scope, Rule rule, @Nullable Instant asOf, boolean exact) {
        Instant now = asOf == null ? clock.instant() : asOf;
        Optional<SearchAnswer> quick = exact || asOf != null ? Optional.empty() : search.count(scope, rule);
        return quick.map(answer -> new Preview(answer.count(), false, now, answer.sample(), answer.breakdown()))
                .orElseGet(() -> judgeAll(scope, rule, now));
    }

    private Preview judgeAll(BrandScope scope, Rule rule, Instant now) {
        FactsNeed need = FactsNeed.of(List.of(rule), now).until(now);
        List<UUID> sample = new ArrayList<>();
        long count = 0;
        CustomerId reached = null;
        while (true) {
            List<CustomerId> batch = customers.knownAfter(scope, reached, BATCH);
            Map<CustomerId, CustomerRecord> records = facts.load(batch, need);
            for (CustomerId customer : batch) {
                CustomerRecord known = records.getOrDefault(customer, CustomerRecord.EMPTY);
                if (rule.timeline(known.inScope(scope)).at(now)) {
                    count++;
                    if (sample.size() < SAMPLE) {
                        sample.add(customer.value());
                    }
                }
            }
            if (batch.size() < BATCH) {
                return new Preview(count, true, now, sample, null);
            }
            reached = batch.getLast();
        }
    }
}
