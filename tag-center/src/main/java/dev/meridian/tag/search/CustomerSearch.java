package dev.meridian.tag.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.rules.Rule;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks the index. Elasticsearch is a convenience: while it is away, is still being filled or trails too far behind,
 * whoever asks is told to find out otherwise.
 */
@Component
public class CustomerSearch {

    private static final Logger LOG = LoggerFactory.getLogger(CustomerSearch.class);

    private final SearchIndex index;
    private final SearchGenerations generations;
    private final DirtyCustomers dirty;
    private final TransactionTemplate transaction;
    private final SearchProperties properties;
    private final Clock clock;

    CustomerSearch(
            SearchIndex index,
            SearchGenerations generations,
            DirtyCustomers dirty,
            TransactionTemplate transaction,
            SearchProperties properties,
            Clock clock) {
        this.index = index;
        this.generations = generations;
        this.dirty = dirty;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Counts the customers of a scope by a rule; empty where the rule asks for more than attributes, or where the index
     * cannot be asked or may not be trusted. Holds no connection while Elasticsearch is asked.
     */
    public Optional<SearchAnswer> count(BrandScope scope, Rule rule) {
        Optional<Query> query = AttributeQuery.of(rule);
        if (query.isEmpty()) {
            return Optional.empty();
        }
        String alias = transaction.execute(_ -> trusted(scope).orElse(null));
        if (alias == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(index.count(alias, scope.databaseValue(), query.get()));
        } catch (IOException | ElasticsearchException e) {
            LOG.atWarn().addKeyValue("index", alias).setCause(e).log("The search index did not answer");
            return Optional.empty();
        }
    }

    private Optional<String> trusted(BrandScope scope) {
        return generations
                .current(properties.index())
                .filter(generation -> generation.complete() && generation.shape() == SearchIndex.SHAPE)
                .map(SearchGenerations.Generation::alias)
                .filter(_ -> !dirty.waitsSince(scope, clock.instant().minus(properties.staleAfter())));
    }
}
