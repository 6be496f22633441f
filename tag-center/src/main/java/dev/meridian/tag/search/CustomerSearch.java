package dev.meridian.tag.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.rules.Rule;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the index in step with the database and asks it. Elasticsearch is a convenience: while it is away nothing is
 * lost, and whoever asks is told to find out otherwise.
 */
@Component
public class CustomerSearch {

    private static final Logger LOG = LoggerFactory.getLogger(CustomerSearch.class);
    private static final int BATCH = 500;

    private final SearchIndex index;
    private final DirtyCustomers dirty;
    private final FactsArchive facts;
    private final TransactionTemplate transaction;
    private final SearchProperties properties;
    private final Clock clock;
    private volatile boolean reachable;

    CustomerSearch(
            SearchIndex index,
            DirtyCustomers dirty,
            FactsArchive facts,
            TransactionTemplate transaction,
            SearchProperties properties,
            Clock clock) {
        this.index = index;
        this.dirty = dirty;
        this.facts = facts;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Counts the customers of a scope by a rule; empty where the rule asks for more than attributes, where the index
     * cannot be reached, or where it is too far behind to be trusted. Runs in the caller's transaction.
     */
    public Optional<SearchAnswer> count(BrandScope scope, Rule rule) {
        Optional<Query> query = AttributeQuery.of(rule);
        if (query.isEmpty()
                || !reachable
                || dirty.waitsSince(scope, clock.instant().minus(properties.staleAfter()))) {
            return Optional.empty();
        }
        try {
            return Optional.of(index.count(scope.databaseValue(), query.get()));
        } catch (IOException | ElasticsearchException e) {
            lost(e);
            return Optional.empty();
        }
    }

    /** Brings waiting changes into the index. */
    @Scheduled(fixedDelayString = "${meridian.tag.search.feed-every:500ms}")
    void feed() {
        try {
            if (!reachable) {
                reach();
            }
            while (ActiveBrandScope.call(BrandScope.group(), this::feedBatch)) {
                // Until nothing waits.
            }
        } catch (IOException | ElasticsearchException e) {
            lost(e);
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().setCause(e).log("The search index could not be fed; it is tried again");
        }
    }

    private void reach() throws IOException {
        if (index.create()) {
            ActiveBrandScope.run(BrandScope.group(), () -> transaction.executeWithoutResult(_ -> dirty.markAll()));
        }
        reachable = true;
        LOG.atInfo().addKeyValue("index", properties.index()).log("The search index can be reached");
    }

    private void lost(Exception reason) {
        if (reachable) {
            LOG.atWarn()
                    .addKeyValue("index", properties.index())
                    .setCause(reason)
                    .log("The search index cannot be reached");
        }
        reachable = false;
    }

    private boolean feedBatch() throws IOException {
        List<DirtyCustomers.Dirty> waiting = new ArrayList<>();
        List<SearchIndex.Write> writes = Objects.requireNonNull(transaction.execute(_ -> {
            waiting.addAll(dirty.oldest(BATCH));
            return writes(waiting);
        }));
        if (writes.isEmpty()) {
            return false;
        }
        // Not within a transaction: the index may be slow, and its marks keep writers apart.
        index.write(writes);
        transaction.executeWithoutResult(_ -> dirty.clean(waiting));
        return waiting.size() == BATCH;
    }

    private List<SearchIndex.Write> writes(List<DirtyCustomers.Dirty> waiting) {
        Set<CustomerId> customers =
                waiting.stream().map(DirtyCustomers.Dirty::customer).collect(Collectors.toSet());
        Set<String> wanted = dirty.wanted(waiting);
        FactsNeed attributes = new FactsNeed(Set.of(), true, clock.instant(), clock.instant());
        Map<CustomerId, CustomerRecord> records = facts.load(customers, attributes);
        return waiting.stream()
                .map(one -> {
                    CustomerRecord known = records.getOrDefault(one.customer(), CustomerRecord.EMPTY);
                    boolean keep = wanted.contains(one.scope() + "/" + one.customer());
                    SearchDocument document = keep
                            ? SearchDocument.of(
                                    one.scope(),
                                    one.customer(),
                                    known.inScope(BrandScope.parse(one.scope())).attributes())
                            : null;
                    return new SearchIndex.Write(one.scope(), one.customer().toString(), one.mark(), document);
                })
                .toList();
    }
}
