package dev.meridian.platform.web.idempotency;

import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What idempotency keys were used for, and the answers given under them. Everything here runs in the caller's transaction. */
final class IdempotencyKeys {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes the key for this transaction.
     *
     * @return false while another transaction has it; this never waits
     */
    boolean tryTake(IdempotencyKey key) {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
                .param("name", key.lockName())
                .query(Boolean.class)
                .single();
    }

    /** What the key has been used for, visible only in the scope it was used in. */
    Optional<KeyState> find(IdempotencyKey key) {
        return jdbc.sql("""
                        select fingerprint, status, headers::text as headers, body, reserved_until
                          from idempotency_key
                         where brand = :brand and client_id = :client and key = :key
                        """)
                .param("brand", key.brand())
                .param("client", key.clientId())
                .param("key", key.key())
                .query((row, number) -> state(row))
                .optional();
    }

    /** Reserves a key that is free, or whose reservation has run out. */
    void reserve(IdempotencyKey key, Fingerprint fingerprint, UUID reservation, Instant until) {
        int rows = jdbc.sql("""
                        insert into idempotency_key
                               (brand, client_id, key, fingerprint, reserved_by, reserved_until, created_at)
                        values (:brand, :client, :key, :fingerprint, :reservation, :until, :now)
                            on conflict (brand, client_id, key) do update
                           set reserved_by = excluded.reserved_by, reserved_until = excluded.reserved_until
                         where idempotency_key.status is null and idempotency_key.reserved_until <= :now
                        """)
                .param("brand", key.brand())
                .param("client", key.clientId())
                .param("key", key.key())
                .param("fingerprint", fingerprint.bytes())
                .param("reservation", reservation)
                .param("until", Timestamps.utc(until))
                .param("now", Timestamps.utc(clock.instant()))
                .update();
        if (rows != 1) {
            throw new IllegalStateException("A key that was free could not be reserved");
        }
    }

    /** Puts the answer in the place of its reservation. @return false if that has run out and is another's by now */
    boolean complete(IdempotencyKey key, UUID reservation, StoredAnswer answer) {
        return jdbc.sql("""
                        update idempotency_key
                           set status = :status, headers = :headers::jsonb, body = :body,
                               reserved_by = null, reserved_until = null
                         where brand = :brand and client_id = :client and key = :key and reserved_by = :reservation
                        """)
                        .param("status", answer.status())
                        .param("headers", json.writeValueAsString(answer.headers()))
                        .param("body", answer.body())
                        .param("brand", key.brand())
                        .param("client", key.clientId())
                        .param("key", key.key())
                        .param("reservation", reservation)
                        .update()
                == 1;
    }

    /** Frees a key whose answer is not kept. @return false if the reservation has run out and is another's by now */
    boolean free(IdempotencyKey key, UUID reservation) {
        return jdbc.sql("""
                        delete from idempotency_key
                         where brand = :brand and client_id = :client and key = :key and reserved_by = :reservation
                        """)
                        .param("brand", key.brand())
                        .param("client", key.clientId())
                        .param("key", key.key())
                        .param("reservation", reservation)
                        .update()
                == 1;
    }

    /** Frees a key whose reservation has run out. */
    void freeExpired(IdempotencyKey key) {
        int ignored = jdbc.sql("""
                        delete from idempotency_key
                         where brand = :brand and client_id = :client and key = :key
                           and status is null and reserved_until <= :now
                        """)
                .param("brand", key.brand())
                .param("client", key.clientId())
                .param("key", key.key())
                .param("now", Timestamps.utc(clock.instant()))
                .update();
    }

    void store(IdempotencyKey key, StoredAnswer answer) {
        jdbc.sql("""
                        insert into idempotency_key
                               (brand, client_id, key, fingerprint, status, headers, body, created_at)
                        values (:brand, :client, :key, :fingerprint, :status, :headers::jsonb, :body, :at)
                        """)
                .param("brand", key.brand())
                .param("client", key.clientId())
                .param("key", key.key())
                .param("fingerprint", answer.fingerprint().bytes())
                .param("status", answer.status())
                .param("headers", json.writeValueAsString(answer.headers()))
                .param("body", answer.body())
                .param("at", Timestamps.utc(clock.instant()))
                .update();
    }

    /**
     * Deletes answers given before an instant, oldest first.
     *
     * @return how many were deleted, {@code most} at most
     */
    int deleteBefore(Instant instant, int most) {
        return jdbc.sql("""
                        delete from idempotency_key
                         where (brand, client_id, key) in (
                               select brand, client_id, key from idempotency_key
                                where created_at < :before
                                order by created_at
                                limit :most)
                        """)
                .param("before", Timestamps.utc(instant))
                .param("most", most)
                .update();
    }

    private KeyState state(ResultSet row) throws SQLException {
        Instant until = Timestamps.instantOrNull(row, "reserved_until");
        return until == null
                ? new KeyState.Answered(read(row))
                : new KeyState.Reserved(new Fingerprint(row.getBytes("fingerprint")), until);
    }

    private StoredAnswer read(ResultSet row) throws SQLException {
        return new StoredAnswer(
                new Fingerprint(row.getBytes("fingerprint")),
                row.getInt("status"),
                json.readValue(row.getString("headers"), HEADERS),
                row.getBytes("body"));
    }
}
