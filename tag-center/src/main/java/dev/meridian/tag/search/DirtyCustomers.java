package dev.meridian.tag.search;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.FactsChange;
import dev.meridian.tag.facts.FactsListener;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which documents of the index are older than what is known: rows of the transaction that made them so, and taken away
 * only when the index has the newer document. While Elasticsearch is away they wait.
 */
@Component
class DirtyCustomers implements FactsListener {

    private static final String GROUP = BrandScope.group().databaseValue();

    private final JdbcClient jdbc;
    private final Clock clock;

    DirtyCustomers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A document by its scope and customer; the mark tells how new what is known is. */
    record Dirty(CustomerId customer, String scope, long mark) {}

    private record Document(CustomerId customer, String scope) {}

    @Override
    public void changed(List<FactsChange> changes) {
        Set<Document> documents = new LinkedHashSet<>();
        for (FactsChange change : changes) {
            switch (change) {
                case FactsChange.Known known ->
                    documents.add(new Document(known.customer(), known.scope().databaseValue()));
                case FactsChange.Described described -> {
                    documents.add(new Document(described.customer(), described.brand()));
                    documents.add(new Document(described.customer(), GROUP));
                }
                case FactsChange.Merged merged -> {
                    Set<String> scopes = new HashSet<>(merged.brands());
                    scopes.add(GROUP);
                    scopes.forEach(scope -> documents.add(new Document(merged.customer(), scope)));
                    scopes.forEach(scope -> documents.add(new Document(merged.absorbed(), scope)));
                }
                case FactsChange.Dispossessed lost -> {
                    lost.brands().forEach(brand -> documents.add(new Document(lost.customer(), brand)));
                    documents.add(new Document(lost.customer(), GROUP));
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

    private void mark(Collection<Document> documents) {
        jdbc.sql("""
            insert into search_dirty (customer_id, brand, mark, since)
            select customer_id, brand, nextval('search_mark'), :now
              from unnest(:customers::uuid[], :scopes::text[]) as changed (customer_id, brand)
            on conflict (customer_id, brand) do update set mark = excluded.mark
            """)
                .param("now", Timestamps.utc(clock.instant()))
                .param("customers", Columns.texts(documents, Document::customer))
                .param("scopes", Columns.texts(documents, Document::scope))
                .update();
    }

    /** Marks every document of these customers, to fill an empty index. */
    void markAll(Collection<CustomerId> customers) {
        if (customers.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into search_dirty (customer_id, brand, mark, since)
            select customer_id, brand, nextval('search_mark'), :now
              from (select customer_id, brand from customer_brand where customer_id = any(:customers::uuid[])
                    union all
                    select customer_id, '*' from customer
                     where customer_id = any(:customers::uuid[]) and not absorbed) as everyone
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
                        new CustomerId(row.getObject("customer_id", UUID.class)),
                        row.getString("brand"),
                        row.getLong("mark")))
                .list();
    }

    /** The documents, as scope and customer, that ought to be in the index. */
    Set<String> wanted(Collection<Dirty> dirty) {
        return new HashSet<>(jdbc.sql("""
            select brand || '/' || customer_id from customer_brand where customer_id = any(:customers::uuid[])
            union all
            select '*/' || customer_id from customer
             where customer_id = any(:customers::uuid[]) and not absorbed
            """)
                .param("customers", Columns.texts(dirty, Dirty::customer))
                .query(String.class)
                .list());
    }

    /** Forgets what has been written, unless it has changed again. */
    void clean(Collection<Dirty> written) {
        jdbc.sql("""
            delete from search_dirty d
             using unnest(:customers::uuid[], :scopes::text[], :marks::bigint[]) as w (customer_id, brand, mark)
             where d.customer_id = w.customer_id and d.brand = w.brand and d.mark = w.mark
            """)
                .param("customers", Columns.texts(written, Dirty::customer))
                .param("scopes", Columns.texts(written, Dirty::scope))
                .param("marks", Columns.texts(written, Dirty::mark))
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
}
