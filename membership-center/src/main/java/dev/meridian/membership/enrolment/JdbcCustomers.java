package dev.meridian.membership.enrolment;

import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The group's customers and their merges, in PostgreSQL. */
@Repository
class JdbcCustomers {

    private static final String CHAIN = """
            with recursive chain (customer_id, absorbed_by) as (
                select customer_id, absorbed_by from customer where customer_id = any(:ids::uuid[])
                union
                select c.customer_id, c.absorbed_by from chain join customer c on c.customer_id = chain.absorbed_by
            )
            """;

    private final JdbcClient jdbc;

    JdbcCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes rows for customers never heard of, in the order of ids. */
    void add(Collection<CustomerId> customers, Instant now) {
        jdbc.sql("""
                insert into customer (customer_id, first_seen_at)
                select id, :now from unnest(:ids::uuid[]) as u (id) order by id
                on conflict (customer_id) do nothing
                """)
                .param("ids", Columns.texts(customers))
                .param("now", Timestamps.utc(now))
                .update();
    }

    /**
     * Locks these customers and everyone who absorbed them, in the order of ids. A merge that commits while we wait can
     * lengthen a chain, so what was locked is looked at again until nobody is missing.
     */
    Survivors lock(Set<CustomerId> customers) {
        Set<CustomerId> locked = new HashSet<>();
        Map<CustomerId, CustomerId> absorbedBy = new HashMap<>();
        Set<CustomerId> missing = customers;
        while (!missing.isEmpty()) {
            Set<CustomerId> wanted = chain(missing);
            for (Link link : lockRows(wanted)) {
                locked.add(link.customer());
                link.absorbedBy().ifPresent(survivor -> absorbedBy.put(link.customer(), survivor));
            }
            missing = new HashSet<>(absorbedBy.values());
            missing.removeAll(locked);
        }
        return new Survivors(locked, absorbedBy);
    }

    /** The customer this one is now; empty where nobody told of it. */
    Optional<CustomerId> survivorOf(CustomerId customer) {
        return jdbc.sql(CHAIN + "select customer_id from chain where absorbed_by is null")
                .param("ids", Columns.texts(List.of(customer)))
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    /** Lets one customer mean another from now on. */
    void absorb(CustomerFact.Merge merge, CustomerId absorbed, CustomerId survivor) {
        jdbc.sql("""
                update customer set absorbed_by = :survivor, merge_id = :mergeId, merged_at = :mergedAt
                 where customer_id = :absorbed
                """)
                .param("survivor", survivor.value())
                .param("mergeId", merge.mergeId())
                .param("mergedAt", Timestamps.utc(merge.mergedAt()))
                .param("absorbed", absorbed.value())
                .update();
    }

    private Set<CustomerId> chain(Set<CustomerId> from) {
        return new HashSet<>(jdbc.sql(CHAIN + "select customer_id from chain")
                .param("ids", Columns.texts(from))
                .query((row, number) -> new CustomerId(row.getObject(1, UUID.class)))
                .list());
    }

    private List<Link> lockRows(Set<CustomerId> customers) {
        return jdbc.sql("""
                select customer_id, absorbed_by from customer
                 where customer_id = any(:ids::uuid[]) order by customer_id for update
                """)
                .param("ids", Columns.texts(customers))
                .query((row, number) -> new Link(
                        new CustomerId(row.getObject(1, UUID.class)),
                        Optional.ofNullable(row.getObject(2, UUID.class)).map(CustomerId::new)))
                .list();
    }

    private record Link(CustomerId customer, Optional<CustomerId> absorbedBy) {}
}
