package dev.meridian.tag.previews;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.search.CustomerSearch;
import dev.meridian.tag.search.SearchAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts by the index where that will do, and by evaluating every customer where it will not. Few of the latter run at
 * once, each in short transactions and for a limited time: events are not to wait for somebody's curiosity.
 */
@Component
class Previews {

    private static final int BATCH = 500;
    private static final int SAMPLE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Customers customers;
    private final FactsArchive facts;
    private final CustomerSearch search;
    private final TransactionTemplate transaction;
    private final PreviewProperties properties;
    private final Clock clock;
    private final PreviewTurns turns;

    Previews(
            Customers customers,
            FactsArchive facts,
            CustomerSearch search,
            TransactionTemplate transaction,
            PreviewProperties properties,
            Clock clock) {
        this.customers = customers;
        this.facts = facts;
        this.search = search;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
        this.turns = new PreviewTurns(properties.atOnce(), PATIENCE);
    }

    /**
     * Counts the customers of the scope.
     *
     * @param asOf a past instant; null for now
     * @param exact whether the index will not do
     * @return empty where too many are counting already
     */
    Optional<Preview> count(BrandScope scope, Rule rule, @Nullable Instant asOf, boolean exact) {
        Instant now = Moments.toMicros(asOf == null ? clock.instant() : asOf);
        Optional<SearchAnswer> quick = exact || asOf != null ? Optional.empty() : search.count(scope, rule);
        if (quick.isPresent()) {
            SearchAnswer answer = quick.get();
            return Optional.of(
                    new Preview(answer.count(), false, true, null, now, answer.sample(), answer.breakdown()));
        }
        if (!turns.take(scope)) {
            return Optional.empty();
        }
        try {
            return Optional.of(evaluateAll(scope, rule, now));
        } finally {
            turns.giveBack(scope);
        }
    }

    private Preview evaluateAll(BrandScope scope, Rule rule, Instant now) {
        long end = System.nanoTime() + properties.timeLimit().toNanos();
        FactsNeed need = FactsNeed.of(List.of(rule), now).until(now);
        List<UUID> sample = new ArrayList<>();
        long count = 0;
        long evaluated = 0;
        CustomerId reached = null;
        while (true) {
            CustomerId after = reached;
            List<CustomerId> batch = new ArrayList<>();
            List<CustomerId> found = Objects.requireNonNull(transaction.execute(_ -> {
                batch.addAll(customers.knownAfter(scope, after, BATCH));
                return matching(batch, scope, rule, need, now);
            }));
            evaluated += batch.size();
            count += found.size();
            found.stream().limit(SAMPLE - sample.size()).map(CustomerId::value).forEach(sample::add);
            if (batch.size() < BATCH) {
                return new Preview(count, true, true, evaluated, now, sample, null);
            }
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return new Preview(count, false, false, evaluated, now, sample, null);
            }
            reached = batch.getLast();
        }
    }

    private List<CustomerId> matching(
            List<CustomerId> batch, BrandScope scope, Rule rule, FactsNeed need, Instant now) {
        Map<CustomerId, CustomerRecord> records = facts.load(scope, batch, need);
        return batch.stream()
                .filter(customer -> rule.timeline(records.getOrDefault(customer, CustomerRecord.EMPTY)
                                .facts())
                        .at(now))
                .toList();
    }
}
