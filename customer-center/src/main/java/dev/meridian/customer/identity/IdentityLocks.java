package dev.meridian.customer.identity;

import dev.meridian.customer.identity.IdentityChanges.OfBrand;
import dev.meridian.platform.rows.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Locks the part of the graph that a transaction may change, until it ends. Everybody takes locks in one order:
 * identifiers, customers, customers of brands, each kind sorted. Who finds that more is needed gives all back and begins
 * again, so nobody ever waits for a lock while holding a later one, and there is nothing to deadlock.
 */
@Component
final class IdentityLocks {

    /** As many as there are rows in {@code identifier_lock}. */
    private static final int STRIPES = 16_384;

    private static final int HEX = 16;
    private static final int STRIPE_DIGITS = 8;

    private final JdbcClient jdbc;

    IdentityLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Marks what {@link #giveBack} returns to. */
    void begin() {
        run("savepoint before_identity_locks");
    }

    /** Gives back every lock that was taken since {@link #begin}. */
    void giveBack() {
        run("rollback to savepoint before_identity_locks");
    }

    void take(AtStake stake) {
        lockIdentifiers(stake.identifiers());
        lockCustomers(stake.customers());
        lockOfBrands(stake.ofBrands());
    }

    /** Locks one customer of a brand. @return false if the brand does not know it by that id */
    boolean take(OfBrand customer) {
        return jdbc.sql("""
                        select 1 from brand_customer
                         where brand = :brand and customer_id = :customer and survivor_id is null
                           for no key update
                        """)
                .param("brand", customer.brand().key())
                .param("customer", customer.customer().value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Identifiers that do not exist yet have no row of their own: they share the rows of a table that is for locking. */
    private void lockIdentifiers(Collection<IdentifierKey> wanted) {
        List<Integer> stripes = wanted.stream()
                .map(key -> Math.floorMod(
                        Integer.parseUnsignedInt(key.blindIndex().substring(0, STRIPE_DIGITS), HEX), STRIPES))
                .distinct()
                .toList();
        if (stripes.isEmpty()) {
            return;
        }
        int locked = jdbc.sql("""
                        select stripe from identifier_lock
                         where stripe = any(cast(:stripes as integer[]))
                         order by stripe
                           for no key update
                        """)
                .param("stripes", Columns.texts(stripes, stripe -> stripe))
                .query(Integer.class)
                .list()
                .size();
        require(locked == stripes.size(), "identifier");
    }

    private void lockCustomers(Set<CustomerId> customers) {
        if (customers.isEmpty()) {
            return;
        }
        List<UUID> locked = jdbc.sql("""
                        select customer_id from customer
                         where customer_id = any(cast(:customers as uuid[]))
                         order by customer_id
                           for no key update
                        """)
                .param("customers", Columns.texts(customers, CustomerId::value))
                .query((row, number) -> row.getObject("customer_id", UUID.class))
                .list();
        require(locked.size() == customers.size(), "customer");
    }

    private void lockOfBrands(Set<OfBrand> customers) {
        if (customers.isEmpty()) {
            return;
        }
        List<UUID> locked = jdbc.sql("""
                        select b.customer_id
                          from unnest(cast(:brands as text[]), cast(:customers as uuid[])) as k(brand, customer_id)
                          join brand_customer b on b.brand = k.brand and b.customer_id = k.customer_id
                         order by b.brand collate "C", b.customer_id
                           for no key update of b
                        """)
                .param("brands", Columns.texts(customers, OfBrand::brand))
                .param(
                        "customers",
                        Columns.texts(customers, one -> one.customer().value()))
                .query((row, number) -> row.getObject("customer_id", UUID.class))
                .list();
        require(locked.size() == customers.size(), "customer of a brand");
    }

    private void run(String statement) {
        int unused = jdbc.sql(statement).update();
    }

    private static void require(boolean all, String what) {
        if (!all) {
            throw new IllegalStateException("Not every " + what + " was locked");
        }
    }
}
