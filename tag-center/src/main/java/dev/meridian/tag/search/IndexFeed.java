package dev.meridian.tag.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.background.RepeatedWork;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.facts.ScopedCustomer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings waiting changes into the index, and everyone into an index that is new. How far that has come is in the
 * database: an instance that dies is followed by one that goes on, and nobody takes an empty index for an answer.
 */
@Component
class IndexFeed implements RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFeed.class);
    private static final int BATCH = 500;

    private final SearchIndex index;
    private final SearchGenerations generations;
    private final DirtyCustomers dirty;
    private final Customers customers;
    private final FactsArchive facts;
    private final TransactionTemplate transaction;
    private final SearchProperties properties;
    private final Clock clock;
    private boolean reachable = true;

    IndexFeed(
            SearchIndex index,
            SearchGenerations generations,
            DirtyCustomers dirty,
            Customers customers,
            FactsArchive facts,
            TransactionTemplate transaction,
            SearchProperties properties,
            Clock clock) {
        this.index = index;
        this.generations = generations;
        this.dirty = dirty;
        this.customers = customers;
        this.facts = facts;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "search-feed";
    }

    @Override
    public Duration pause() {
        return properties.feedEvery();
    }

    @Override
    public void once() {
        SearchGenerations.Generation generation = generation();
        if (generation.shape() != SearchIndex.SHAPE) {
            return;
        }
        try {
            feed(generation);
            if (!reachable) {
                reachable = true;
                LOG.atInfo().addKeyValue("index", generation.alias()).log("The search index can be reached");
            }
        } catch (IndexGoneException e) {
            LOG.atWarn().addKeyValue("index", generation.alias()).log("The search index is gone and is filled anew");
            inTransaction(() -> generations.begin(generation.index(), generation.number(), SearchIndex.SHAPE));
        } catch (IOException | ElasticsearchException e) {
            if (reachable) {
                LOG.atWarn()
                        .addKeyValue("index", generation.alias())
                        .setCause(e)
                        .log("The search index cannot be reached");
            }
            reachable = false;
        }
    }

    /** The generation in use; one of another shape is left behind. */
    private SearchGenerations.Generation generation() {
        return fromTransaction(() -> {
            SearchGenerations.Generation before =
                    generations.current(properties.index()).orElse(null);
            // A newer one is kept by a newer release, which is being rolled out.
            if (before != null && before.shape() >= SearchIndex.SHAPE) {
                return before;
            }
            generations.begin(properties.index(), before == null ? 0 : before.number(), SearchIndex.SHAPE);
            return generations.current(properties.index()).orElseThrow();
        });
    }

    private void feed(SearchGenerations.Generation generation) throws IOException {
        if (generation.created()) {
            index.requireThere(generation.alias());
        } else {
            index.create(generation.alias());
            inTransaction(() -> generations.created(generation));
        }
        SearchGenerations.Generation now = generation;
        while (!Thread.currentThread().isInterrupted() && !now.marked()) {
            markNext(now);
            feedWaiting(now);
            now = generation();
            if (now.number() != generation.number()) {
                return;
            }
        }
        feedWaiting(now);
        if (!now.complete() && fromTransaction(() -> generations.complete(generation))) {
            LOG.atInfo().addKeyValue("index", generation.alias()).log("The search index is complete");
            index.deleteOthers(generation.index(), generation.alias());
        }
    }

    private void markNext(SearchGenerations.Generation generation) {
        inTransaction(() -> {
            List<CustomerId> next = customers.idsAfter(generation.reached(), BATCH);
            dirty.markAll(next);
            generations.marked(generation, next.isEmpty() ? null : next.getLast());
        });
    }

    private void feedWaiting(SearchGenerations.Generation generation) throws IOException {
        int fed;
        do {
            List<DirtyCustomers.Dirty> waiting = new ArrayList<>();
            List<SearchIndex.Write> writes = fromTransaction(() -> {
                waiting.addAll(dirty.oldest(BATCH));
                return writes(waiting);
            });
            fed = waiting.size();
            if (fed > 0) {
                // Not within a transaction: the index may be slow, and its marks keep writers apart.
                index.write(generation.alias(), writes);
                // What was written to an index that is left behind meanwhile still has to come into the next.
                boolean cleaned = fromTransaction(() -> {
                    boolean isCurrent = generations.keep(generation);
                    if (isCurrent) {
                        dirty.clean(waiting);
                    }
                    return isCurrent;
                });
                if (!cleaned) {
                    return;
                }
            }
        } while (fed == BATCH && !Thread.currentThread().isInterrupted());
    }

    private List<SearchIndex.Write> writes(List<DirtyCustomers.Dirty> waiting) {
        Map<BrandScope, List<CustomerId>> byScope = waiting.stream()
                .map(DirtyCustomers.Dirty::customer)
                .collect(Collectors.groupingBy(
                        ScopedCustomer::scope, Collectors.mapping(ScopedCustomer::id, Collectors.toList())));
        FactsNeed attributes = new FactsNeed(Set.of(), true, clock.instant(), clock.instant());
        Map<ScopedCustomer, CustomerRecord> records = new HashMap<>();
        byScope.forEach((scope, ids) -> facts.load(scope, ids, attributes)
                .forEach((customer, known) -> records.put(new ScopedCustomer(scope, customer), known)));
        Set<ScopedCustomer> wanted = dirty.wanted(waiting);
        return waiting.stream()
                .map(one -> {
                    ScopedCustomer customer = one.customer();
                    CustomerRecord known = records.getOrDefault(customer, CustomerRecord.EMPTY);
                    SearchDocument document = wanted.contains(customer)
                            ? SearchDocument.of(
                                    customer.brand(),
                                    customer.id(),
                                    known.facts().attributes())
                            : null;
                    return new SearchIndex.Write(customer.brand(), customer.id().toString(), one.mark(), document);
                })
                .toList();
    }

    private void inTransaction(Runnable work) {
        ActiveBrandScope.run(BrandScope.group(), () -> transaction.executeWithoutResult(_ -> work.run()));
    }

    private <T> T fromTransaction(Supplier<T> work) {
        return ActiveBrandScope.call(
                BrandScope.group(), () -> Objects.requireNonNull(transaction.execute(_ -> work.get())));
    }
}
