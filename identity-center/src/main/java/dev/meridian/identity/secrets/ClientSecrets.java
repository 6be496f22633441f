package dev.meridian.identity.secrets;

import dev.meridian.identity.names.ClientId;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The secrets of API clients in PostgreSQL, without the secrets. At most two of a client are good at a time. */
@Repository
public class ClientSecrets {

    private final JdbcClient jdbc;

    ClientSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The good secrets of these clients, oldest first. */
    public Map<ClientId, List<LiveSecret>> live(Collection<ClientId> clients) {
        if (clients.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                    select client_id, generation, issued_at, used_at is not null as used, request_key
                      from client_secret
                     where client_id in (:clients) and retired_at is null
                     order by client_id, generation
                    """)
                .param("clients", clients.stream().map(ClientId::value).toList())
                .query(ClientSecrets::read)
                .list()
                .stream()
                .collect(Collectors.groupingBy(LiveSecret::client));
    }

    /** The number of the client's next secret. */
    public int nextGeneration(ClientId client) {
        return jdbc.sql("select coalesce(max(generation), 0) + 1 from client_secret where client_id = :client")
                .param("client", client.value())
                .query(Integer.class)
                .single();
    }

    /**
     * Notes a new secret; a third good one violates a constraint.
     *
     * @param requestKey the key under which a lost answer may be asked for again; null for none
     */
    public void issue(ClientId client, BrandScope acts, int generation, @Nullable String requestKey, Instant now) {
        int issued = jdbc.sql("""
            insert into client_secret (client_id, brand, generation, slot, request_key, issued_at)
            select :client, :brand, :generation,
                   case when exists (select from client_secret
                                      where client_id = :client and retired_at is null and slot = 1)
                        then 2 else 1 end,
                   :key, :now
            """)
                .param("client", client.value())
                .param("brand", acts.databaseValue())
                .param("generation", generation)
                .param("key", requestKey)
                .param("now", Timestamps.utc(now))
                .update();
        requireOne(issued);
    }

    /** Notes that the secret is used, or may be: it is never told again. */
    public void markUsed(ClientId client, int generation, Instant now) {
        int marked = jdbc.sql("""
            update client_secret set used_at = coalesce(used_at, :now)
             where client_id = :client and generation = :generation
            """)
                .param("client", client.value())
                .param("generation", generation)
                .param("now", Timestamps.utc(now))
                .update();
        requireOne(marked);
    }

    /** Notes that the secret is no longer good; false when it was not. */
    public boolean retire(ClientId client, int generation, Instant now) {
        return jdbc.sql("""
            update client_secret set retired_at = :now
             where client_id = :client and generation = :generation and retired_at is null
            """)
                        .param("client", client.value())
                        .param("generation", generation)
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    /** Notes that no secret of the client is good any more. */
    public void retireAll(ClientId client, Instant now) {
        int retired = jdbc.sql("""
            update client_secret set retired_at = :now where client_id = :client and retired_at is null
            """)
                .param("client", client.value())
                .param("now", Timestamps.utc(now))
                .update();
        if (retired > 2) {
            throw new IllegalStateException(client + " had " + retired + " good secrets");
        }
    }

    /** Notes who was told the secret: from now on this person can act as the client. */
    public void told(ClientId client, BrandScope acts, int generation, String person, Instant now) {
        int noted = jdbc.sql("""
            insert into client_secret_told (client_id, brand, generation, told_to, told_at)
            values (:client, :brand, :generation, :person, :now)
            on conflict do nothing
            """)
                .param("client", client.value())
                .param("brand", acts.databaseValue())
                .param("generation", generation)
                .param("person", person)
                .param("now", Timestamps.utc(now))
                .update();
        if (noted > 1) {
            throw new IllegalStateException("Noted more than once");
        }
    }

    /**
     * Whether somebody can act as both: one of them itself, or anybody who was ever told a secret of the one and, by
     * however many steps, of the other.
     */
    public boolean areInOneHand(String onePerson, String otherPerson) {
        return jdbc.sql("""
            with recursive
            one (person) as (
                select :one
                union
                select told.told_to from client_secret_told told join one on one.person = 'service:' || told.client_id
            ),
            other (person) as (
                select :other
                union
                select told.told_to from client_secret_told told join other on other.person = 'service:' || told.client_id
            )
            select exists (select from one join other using (person))
            """)
                .param("one", onePerson)
                .param("other", otherPerson)
                .query(Boolean.class)
                .single();
    }

    private static LiveSecret read(ResultSet row, int number) throws SQLException {
        return new LiveSecret(
                new ClientId(row.getString("client_id")),
                row.getInt("generation"),
                Timestamps.instant(row, "issued_at"),
                row.getBoolean("used"),
                row.getString("request_key"));
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("Touched " + rows + " rows instead of one");
        }
    }
}
