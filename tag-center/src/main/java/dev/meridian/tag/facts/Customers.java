package dev.meridian.tag.facts;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which customers there are in the eyes of each scope. All methods run in the caller's transaction and see what its brand
 * scope may see.
 */
@Component
public class Customers {

    private final JdbcClient jdbc;

    Customers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The customer of the scope that an id stands for today; empty where the scope was never given the id. */
    public Optional<CustomerId> find(UUID id, BrandScope scope) {
        // Two steps, each by an index: a subquery in the condition would keep the planner from using one.
        UUID today = jdbc.sql("select survivor_id from customer_alias where brand = :brand and absorbed_id = :id")
                .param("brand", scope.databaseValue())
                .param("id", id)
                .query(UUID.class)
                .optional()
                .orElse(id);
        return jdbc.sql("select customer_id from customer where brand = :brand and customer_id = :id and not absorbed")
                .param("brand", scope.databaseValue())
                .param("id", today)
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    /**
     * Customers of the scope, in the order of their ids.
     *
     * @param after where to go on; null for the beginning
     */
    public List<CustomerId> knownAfter(BrandScope scope, @Nullable CustomerId after, int limit) {
        return jdbc.sql("""
                select customer_id from customer
                 where brand = :brand and not absorbed and customer_id > :after order by customer_id limit :limit
                """)
                .param("brand", scope.databaseValue())
                .param("after", after == null ? new UUID(0, 0) : after.value())
                .param("limit", limit)
                .query((row, _) -> new CustomerId(row.getObject("customer_id", UUID.class)))
                .list();
    }

    /**
     * Ids that are customers in the eyes of any scope, in their order; the same id may stand for a customer of several.
     *
     * @param after where to go on; null for the beginning
     */
    public List<CustomerId> idsAfter(@Nullable CustomerId after, int limit) {
        return jdbc.sql("""
                select distinct customer_id from (
                    select customer_id from customer
                     where not absorbed and customer_id > :after order by customer_id limit :limit) next
                 order by customer_id
                """)
                .param("after", after == null ? new UUID(0, 0) : after.value())
                .param("limit", limit)
                .query((row, _) -> new CustomerId(row.getObject("customer_id", UUID.class)))
                .list();
    }

    /** How many customers the scope has: kept, not counted. */
    public long countKnown(BrandScope scope) {
        return jdbc.sql("select coalesce(sum(customers), 0) from customers_known where brand = :brand")
                .param("brand", scope.databaseValue())
                .query(Long.class)
                .single();
    }

    /** Counts customers that a scope has more, or fewer. */
    void count(BrandScope scope, int more) {
        if (more != 0) {
            jdbc.sql("""
                insert into customers_known (brand, shard, customers)
                values (:brand, counter_shard(), :more)
                on conflict (brand, shard) do update set customers = customers_known.customers + excluded.customers
                """)
                    .param("brand", scope.databaseValue())
                    .param("more", more)
                    .update();
        }
    }

    /**
     * Locks customers until the end of the transaction, in one order for everybody: the group's first. Nothing about a
     * locked customer can change elsewhere meanwhile.
     *
     * @return those that are still customers of their own
     */
    @CanIgnoreReturnValue
    public Set<ScopedCustomer> lock(Collection<ScopedCustomer> customers) {
        return lock(customers, "for update of c");
    }

    /** The same, passing by customers whom someone else holds right now. */
    public Set<ScopedCustomer> lockFree(Collection<ScopedCustomer> customers) {
        return lock(customers, "for update of c skip locked");
    }

    private Set<ScopedCustomer> lock(Collection<ScopedCustomer> customers, String how) {
        Set<ScopedCustomer> alive = new HashSet<>();
        if (!customers.isEmpty()) {
            jdbc.sql("""
                select c.brand, c.customer_id, c.absorbed
                  from unnest(:brands::text[], :ids::uuid[]) as wanted (brand, customer_id)
                  join customer c on c.brand = wanted.brand and c.customer_id = wanted.customer_id
                 order by c.brand collate "C", c.customer_id %s
                """.formatted(how))
                    .param("brands", Columns.texts(customers, ScopedCustomer::brand))
                    .param("ids", Columns.texts(customers, ScopedCustomer::id))
                    .query(row -> {
                        if (!row.getBoolean("absorbed")) {
                            alive.add(ScopedCustomer.of(
                                    BrandScope.parse(row.getString("brand")),
                                    row.getObject("customer_id", UUID.class)));
                        }
                    });
        }
        return alive;
    }
}
