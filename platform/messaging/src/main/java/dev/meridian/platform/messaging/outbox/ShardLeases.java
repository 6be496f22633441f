package dev.meridian.platform.messaging.outbox;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Shares the shards among the relays that are alive. All times are those of the database's clock. */
final class ShardLeases {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String owner;
    private final double leaseSeconds;

    /**
     * @param owner unlike that of any other relay, also of an earlier life of this process
     */
    ShardLeases(JdbcClient jdbc, TransactionTemplate transaction, String owner, Duration lease) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.owner = owner;
        this.leaseSeconds = lease.toMillis() / 1_000.0;
    }

    /**
     * Says that this relay is alive, renews what it holds, and takes or gives back shards until it has its share.
     *
     * @return the shards it holds now; called only while it has nothing under way
     */
    List<HeldShard> settle() {
        return transaction.execute(status -> {
            giveUpLocksWhenFrozen();
            int share = share();
            giveBackAbove(share);
            renew();
            List<HeldShard> held = held();
            if (held.size() < share) {
                takeFree(share - held.size());
                held = held();
            }
            return held;
        });
    }

    /** Gives everything back, for a relay that ends in order. */
    void release() {
        transaction.executeWithoutResult(status -> {
            giveUpLocksWhenFrozen();
            giveBackAbove(0);
            int gone = jdbc.sql("delete from outbox_relay where owner = ?")
                    .param(owner)
                    .update();
        });
    }

    /**
     * A relay that stops between two of these statements keeps its leases locked, so that nobody could take them however
     * long they have run out: the server ends such a transaction after as long as a lease lasts.
     */
    private void giveUpLocksWhenFrozen() {
        String milliseconds = Long.toString(Math.round(leaseSeconds * 1_000));
        jdbc.sql("select set_config('idle_in_transaction_session_timeout', ?, true)")
                .param(milliseconds)
                .query(row -> {});
    }

    private int share() {
        int beat = jdbc.sql("""
                insert into outbox_relay (owner, expires_at) values (?, clock_timestamp() + make_interval(secs => ?))
                on conflict (owner) do update set expires_at = excluded.expires_at
                """).param(owner).param(leaseSeconds).update();
        // Skipping rows that others are deleting keeps relays from waiting for each other.
        int dead = jdbc.sql("""
                delete from outbox_relay where owner in (
                    select owner from outbox_relay where expires_at < clock_timestamp() for update skip locked)
                """).update();
        int alive = jdbc.sql("select count(*) from outbox_relay where expires_at >= clock_timestamp()")
                .query(Integer.class)
                .single();
        return Math.ceilDiv(Shards.COUNT, Math.max(1, alive));
    }

    private void giveBackAbove(int share) {
        int given = jdbc.sql("""
                update outbox_lease set owner = null, expires_at = '-infinity'
                where shard in (select shard from outbox_lease where owner = ? order by shard offset ? for update)
                """).param(owner).param(share).update();
    }

    private void renew() {
        int renewed = jdbc.sql("""
                update outbox_lease set expires_at = clock_timestamp() + make_interval(secs => ?) where owner = ?
                """).param(leaseSeconds).param(owner).update();
    }

    private void takeFree(int wanted) {
        int taken = jdbc.sql("""
                update outbox_lease set owner = ?, fencing_token = fencing_token + 1,
                                        expires_at = clock_timestamp() + make_interval(secs => ?)
                where shard in (select shard from outbox_lease where expires_at < clock_timestamp()
                                order by shard limit ? for update skip locked)
                """).param(owner).param(leaseSeconds).param(wanted).update();
    }

    private List<HeldShard> held() {
        return jdbc.sql("select shard, fencing_token from outbox_lease where owner = ? order by shard")
                .param(owner)
                .query((row, number) -> new HeldShard(row.getInt("shard"), row.getLong("fencing_token")))
                .list();
    }
}
