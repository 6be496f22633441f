package dev.meridian.platform.messaging.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.messaging.wire.CloudEvents.Envelope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and deletes unsent rows, both only under leases that still hold. */
final class OutboxRows {

    private static final String READ = """
            select unsent.*
            from unnest(?::smallint[], ?::bigint[], ?::text[], ?::text[]) as mine (shard, token, after_topic, after_key)
            join outbox_lease lease on lease.shard = mine.shard and lease.owner = ?
                 and lease.fencing_token = mine.token and lease.expires_at > clock_timestamp()
            cross join lateral (
                select shard, id, topic, aggregate_id, sequence, type, payload, event_time, event_brand, traceparent
                from outbox
                where shard = mine.shard and (topic, aggregate_id) > (mine.after_topic, mine.after_key)
                      and unsendable is null
                order by topic, aggregate_id, sequence
                limit ?) unsent
            order by unsent.shard, unsent.topic, unsent.aggregate_id, unsent.sequence
            """;

    private static final String DELETE = """
            with lease as (
                select shard
                from outbox_lease
                where owner = ? and (shard, fencing_token) in (select * from unnest(?::smallint[], ?::bigint[]))
                for share)
            delete from outbox
            where id = any(?::uuid[]) and shard in (select shard from lease)
            """;

    private static final String SET_ASIDE = """
            with lease as (
                select shard
                from outbox_lease
                where owner = ? and (shard, fencing_token) in (select * from unnest(?::smallint[], ?::bigint[]))
                for share)
            update outbox set unsendable = ?
            where id = ? and shard in (select shard from lease)
            """;

    private final JdbcTemplate jdbc;
    private final String owner;

    OutboxRows(JdbcTemplate jdbc, String owner) {
        this.jdbc = jdbc;
        this.owner = owner;
    }

    /**
     * Reads the next rows of each shard, in the order of key and sequence. A transaction that shows a sequence also
     * shows all smaller ones, because the stream's row stays locked until the commit: so the first row read of a key is
     * always its next one.
     *
     * @param perShard most rows of one shard
     */
    List<OutboxRow> read(List<HeldShard> held, Cursors cursors, int perShard) {
        return jdbc.query(connection -> prepareRead(connection, held, cursors, perShard), (row, number) -> row(row));
    }

    /** Deletes what Kafka has confirmed; rows whose shard has gone to another relay stay for that one. */
    int delete(List<HeldShard> held, List<UUID> sent) {
        return jdbc.update(DELETE, owner, shards(held), tokens(held), Columns.texts(sent));
    }

    /** Marks a row that Kafka will never take, so that it is not read again. */
    int setAside(List<HeldShard> held, OutboxRow row, String reason) {
        return jdbc.update(
                SET_ASIDE,
                owner,
                shards(held),
                tokens(held),
                reason,
                row.envelope().id());
    }

    private PreparedStatement prepareRead(Connection connection, List<HeldShard> held, Cursors cursors, int perShard)
            throws SQLException {
        PreparedStatement read = connection.prepareStatement(READ);
        // A plan kept from when the outbox was empty would scan it whole when it is full.
        read.unwrap(PGStatement.class).setPrepareThreshold(0);
        read.setObject(1, shards(held));
        read.setObject(2, tokens(held));
        read.setObject(3, Columns.texts(held, one -> cursors.topic(one.shard())));
        read.setObject(4, Columns.texts(held, one -> cursors.key(one.shard())));
        read.setString(5, owner);
        read.setInt(6, perShard);
        return read;
    }

    private static OutboxRow row(ResultSet row) throws SQLException {
        Envelope envelope = new Envelope(
                row.getString("topic"),
                row.getString("type"),
                row.getObject("id", UUID.class),
                row.getString("aggregate_id"),
                row.getLong("sequence"),
                Timestamps.instant(row, "event_time"),
                row.getString("event_brand"),
                row.getString("traceparent"));
        return new OutboxRow(
                row.getInt("shard"), envelope, row.getString("payload").getBytes(UTF_8));
    }

    private static int[] shards(List<HeldShard> held) {
        return Columns.integers(held, HeldShard::shard);
    }

    private static long[] tokens(List<HeldShard> held) {
        return Columns.numbers(held, HeldShard::token);
    }
}
