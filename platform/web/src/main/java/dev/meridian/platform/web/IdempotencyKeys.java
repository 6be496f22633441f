package dev.meridian.platform.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The answers that were given under idempotency keys. Everything here runs in the request's own transaction. */
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

    /** The answer given before, visible only in the scope it was given in. */
    Optional<StoredAnswer> find(IdempotencyKey key) {
        return jdbc.sql("""
                        select fingerprint, status, headers::text as headers, body
                          from idempotency_key
                         where brand = :brand and client_id = :client and key = :key
                        """)
                .param("brand", key.brand())
                .param("client", key.clientId())
                .param("key", key.key())
                .query((row, number) -> read(row))
                .optional();
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
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
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
                .param("before", instant.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .update();
    }

    private StoredAnswer read(ResultSet row) throws SQLException {
        return new StoredAnswer(
                new Fingerprint(row.getBytes("fingerprint")),
                row.getInt("status"),
                json.readValue(row.getString("headers"), HEADERS),
                row.getBytes("body"));
    }
}
