package dev.meridian.tag.facts;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.BrandScope;
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
        String sql = switch (scope) {
            case BrandScope.Group _ -> """
                select c.customer_id from customer c
                 where c.customer_id = coalesce(
                           (select survivor_id from customer_alias where absorbed_id = :id), :id)
                   and not c.absorbed
                """;
            case BrandScope.OneBrand _, BrandScope.Nothing _ -> """
                select k.customer_id from customer_brand k
                 where k.customer_id = coalesce(
                           (select survivor_id from customer_alias where absorbed_id = :id), :id)
                 limit 1
                """;
        };
        return jdbc.sql(sql).param("id", id).query(UUID.class).optional().map(CustomerId::new);
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

    /** How many customers the scope knows. */
    public long countKnown(BrandScope scope) {
        String sql = switch (scope) {
            case BrandScope.Group _ -> "select count(*) from customer where not absorbed";
            case BrandScope.OneBrand _, BrandScope.Nothing _ ->
                "select count(*) from customer_brand where brand = :brand";
        };
        return jdbc.sql(sql)
                .param("brand", scope.databaseValue())
                .query(Long.class)
                .single();
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
                """.formatted(how)).param("ids", texts(customers)).query(row -> {
                if (!row.getBoolean("absorbed")) {
                    alive.add(new CustomerId(row.getObject("customer_id", UUID.class)));
                }
            });
        }
        return alive;
    }

    private static String[] texts(Collection<CustomerId> customers) {
        return customers.stream().map(CustomerId::toString).toArray(String[]::new);
    }
}
