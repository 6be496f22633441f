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
 * Which customers there are and who knows them. All methods run in the caller's transaction and see what its brand
 * scope may see.
 */
@Component
public class Customers {

    private final JdbcClient jdbc;

    Customers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The customer an id stands for today, if the transaction's scope knows that customer. */
    public Optional<CustomerId> find(UUID id, BrandScope scope) {
        // Two steps, each by an index: a subquery in the condition would keep the planner from using one.
        UUID today = survivorOf(id, scope).orElse(id);
        String sql = switch (scope) {
            case BrandScope.Group _ -> "select customer_id from customer where customer_id = :id and not absorbed";
            case BrandScope.OneBrand _, BrandScope.Nothing _ ->
                "select customer_id from customer_brand where customer_id = :id and brand = :brand";
        };
        return jdbc.sql(sql)
                .param("id", today)
                .param("brand", scope.databaseValue())
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    /** Whom an id leads to, as far as the scope may know: a brand only where it knew the id itself. */
    private Optional<UUID> survivorOf(UUID id, BrandScope scope) {
        String sql = switch (scope) {
            case BrandScope.Group _ -> "select survivor_id from customer_alias where absorbed_id = :id";
            case BrandScope.OneBrand _, BrandScope.Nothing _ -> """
                select a.survivor_id
                  from customer_alias_brand known
                  join customer_alias a on a.absorbed_id = known.absorbed_id
                 where known.absorbed_id = :id and known.brand = :brand
                """;
        };
        return jdbc.sql(sql)
                .param("id", id)
                .param("brand", scope.databaseValue())
                .query(UUID.class)
                .optional();
    }

    /**
     * Customers the scope knows, in the order of their ids.
     *
     * @param after where to go on; null for the beginning
     */
    public List<CustomerId> knownAfter(BrandScope scope, @Nullable CustomerId after, int limit) {
        String sql = switch (scope) {
            case BrandScope.Group _ -> """
                select customer_id from customer
                 where not absorbed and customer_id > :after order by customer_id limit :limit
                """;
            case BrandScope.OneBrand _, BrandScope.Nothing _ -> """
                select customer_id from customer_brand
                 where brand = :brand and customer_id > :after order by customer_id limit :limit
                """;
        };
        return jdbc.sql(sql)
                .param("brand", scope.databaseValue())
                .param("after", after == null ? new UUID(0, 0) : after.value())
                .param("limit", limit)
                .query((row, _) -> new CustomerId(row.getObject("customer_id", UUID.class)))
                .list();
    }

    /** How many customers the scope knows: kept, not counted. */
    public long countKnown(BrandScope scope) {
        return jdbc.sql("select coalesce(sum(customers), 0) from customers_known where brand = :brand")
                .param("brand", scope.databaseValue())
                .query(Long.class)
                .single();
    }

    /** Counts customers that a scope knows more, or fewer. */
    void count(String brand, int more) {
        if (more != 0) {
            jdbc.sql("""
                insert into customers_known (brand, shard, customers)
                values (:brand, pg_backend_pid() % 64, :more)
                on conflict (brand, shard) do update set customers = customers_known.customers + excluded.customers
                """).param("brand", brand).param("more", more).update();
        }
    }

    /**
     * Locks customers until the end of the transaction, in one order for everybody. Nothing about a locked customer can
     * change elsewhere meanwhile.
     *
     * @return those that are still customers of their own
     */
    @CanIgnoreReturnValue
    public Set<CustomerId> lock(Collection<CustomerId> customers) {
        return lock(customers, "for update");
    }

    /** The same, passing by customers whom someone else holds right now. */
    public Set<CustomerId> lockFree(Collection<CustomerId> customers) {
        return lock(customers, "for update skip locked");
    }

    private Set<CustomerId> lock(Collection<CustomerId> customers, String how) {
        Set<CustomerId> alive = new HashSet<>();
        if (!customers.isEmpty()) {
            jdbc.sql("""
                select customer_id, absorbed from customer where customer_id = any(:ids::uuid[])
                 order by customer_id %s
                """.formatted(how)).param("ids", Columns.texts(customers)).query(row -> {
                if (!row.getBoolean("absorbed")) {
                    alive.add(new CustomerId(row.getObject("customer_id", UUID.class)));
                }
            });
        }
        return alive;
    }
}
