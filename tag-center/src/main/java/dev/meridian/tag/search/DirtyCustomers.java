package dev.meridian.tag.search;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.FactsChange;
import dev.meridian.tag.facts.FactsListener;
import dev.meridian.tag.facts.ScopedCustomer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which documents of the index are older than what is known: rows of the transaction that made them so, and taken away
 * only when the index has the newer document. While Elasticsearch is away they wait.
 */
@Component
class DirtyCustomers implements FactsListener {

    private final JdbcClient jdbc;
    private final Clock clock;

    DirtyCustomers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A document by its customer; the mark tells how new what is known is. */
    record Dirty(ScopedCustomer customer, long mark) {}

    @Override
    public void changed(List<FactsChange> changes) {
        Set<ScopedCustomer> documents = new LinkedHashSet<>();
        for (FactsChange change : changes) {
            switch (change) {
                case FactsChange.Known _, FactsChange.Described _, FactsChange.Regrouped _ ->
                    documents.add(change.customer());
                case FactsChange.Merged merged -> {
                    documents.add(merged.customer());
                    documents.add(merged.absorbed());
                }
                case FactsChange.Acted _ -> {
                    // The index holds no activity.
                }
            }
        }
        if (!documents.isEmpty()) {
            mark(documents);
        }
    }

    private void mark(Collection<ScopedCustomer> documents) {
        jdbc.sql("""
            insert into search_dirty (customer_id, brand, mark, since)
            select customer_id, brand, nextval('search_mark'), :now
              from unnest(:customers::uuid[], :scopes::text[]) as changed (customer_id, brand)
            on conflict (customer_id, brand) do update set mark = excluded.mark
            """)
                .param("now", Timestamps.utc(clock.instant()))
                .param("customers", ids(documents))
                .param("scopes", scopes(documents))
                .update();
    }

    /** Marks every document of customers by these ids, to fill an empty index. */
    void markAll(Collection<CustomerId> customers) {
        if (customers.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into search_dirty (customer_id, brand, mark, since)
            select customer_id, brand, nextval('search_mark'), :now
              from customer where customer_id = any(:customers::uuid[]) and not absorbed
            on conflict (customer_id, brand) do update set mark = excluded.mark
            """)
                .param("now", Timestamps.utc(clock.instant()))
                .param("customers", Columns.texts(customers))
                .update();
    }

    /** The documents that have waited longest. */
    List<Dirty> oldest(int limit) {
        return jdbc.sql("select customer_id, brand, mark from search_dirty order by mark limit :limit")
                .param("limit", limit)
                .query((row, _) -> new Dirty(
                        ScopedCustomer.of(
                                BrandScope.parse(row.getString("brand")), row.getObject("customer_id", UUID.class)),
                        row.getLong("mark")))
                .list();
    }

    /** The customers whose documents ought to be in the index. */
    Set<ScopedCustomer> wanted(Collection<Dirty> dirty) {
        List<ScopedCustomer> documents = dirty.stream().map(Dirty::customer).toList();
        return new HashSet<>(jdbc.sql("""
            select c.brand, c.customer_id
              from unnest(:customers::uuid[], :scopes::text[]) as waiting (customer_id, brand)
              join customer c on c.brand = waiting.brand and c.customer_id = waiting.customer_id
             where not c.absorbed
            """)
                .param("customers", ids(documents))
                .param("scopes", scopes(documents))
                .query((row, _) -> ScopedCustomer.of(
                        BrandScope.parse(row.getString("brand")), row.getObject("customer_id", UUID.class)))
                .list());
    }

    /** Forgets what has been written, unless it has changed again. */
    void clean(Collection<Dirty> written) {
        jdbc.sql("""
            delete from search_dirty d
             using unnest(:customers::uuid[], :scopes::text[], :marks::bigint[]) as w (customer_id, brand, mark)
             where d.customer_id = w.customer_id and d.brand = w.brand and d.mark = w.mark
            """)
                .param("customers", ids(written.stream().map(Dirty::customer).toList()))
                .param("scopes", scopes(written.stream().map(Dirty::customer).toList()))
                .param(
                        "marks",
                        written.stream().map(one -> Long.toString(one.mark())).toArray(String[]::new))
                .update();
    }

    /** Whether something in the scope has waited since before the instant. */
    boolean waitsSince(BrandScope scope, Instant instant) {
        return jdbc.sql("select exists (select 1 from search_dirty where brand = :brand and since < :instant)")
                .param("brand", scope.databaseValue())
                .param("instant", Timestamps.utc(instant))
                .query(Boolean.class)
                .single();
    }

    private static @Nullable String[] ids(Collection<ScopedCustomer> documents) {
        return Columns.texts(documents, ScopedCustomer::id);
    }

    private static @Nullable String[] scopes(Collection<ScopedCustomer> documents) {
        return Columns.texts(documents, ScopedCustomer::brand);
    }
}
