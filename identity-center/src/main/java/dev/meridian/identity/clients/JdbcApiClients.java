package dev.meridian.identity.clients;

import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.secrets.ClientSecrets;
import dev.meridian.identity.secrets.LiveSecret;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** API clients in PostgreSQL; without their secrets. */
@Repository
class JdbcApiClients {

    private static final String SELECT = """
        select client_id, brand, channel, scopes, state, approved_scopes, requested_scopes, requested_by, requested_at,
               version, created_at, updated_at
          from api_client
        """;

    private final JdbcClient jdbc;
    private final ClientSecrets secrets;

    JdbcApiClients(JdbcClient jdbc, ClientSecrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    /** Clients that are not deleted, by id. */
    List<ApiClient> page(@Nullable String after, int count) {
        return withSecrets(
                jdbc.sql(SELECT + " where client_id > :after and state <> 'deleted' order by client_id limit :count")
                        .param("after", after == null ? "" : after)
                        .param("count", count)
                        .query(JdbcApiClients::read)
                        .list());
    }

    /** The client, deleted or not. */
    Optional<ApiClient> find(ClientId id) {
        return withSecrets(jdbc.sql(SELECT + " where client_id = :id")
                        .param("id", id.value())
                        .query(JdbcApiClients::read)
                        .list())
                .stream()
                .findFirst();
    }

    /** Adds a client that may sign in; false where its id is there. */
    boolean addActive(RegisterClient wish, @Nullable Actor approvedBy, Instant now) {
        Map<String, @Nullable Object> values = values(wish, now);
        values.put("approver", approvedBy == null ? null : approvedBy.person());
        return jdbc.sql("""
            insert into api_client (client_id, brand, channel, scopes, state, approved_scopes, approved_request_by,
                                    approved_by, approved_at, created_at, updated_at)
            select :id, :brand, :channel, string_to_array(:scopes, ' '), 'active',
                   case when :approver::text is not null then string_to_array(:scopes, ' ') end,
                   case when :approver::text is not null then 'seed' end,
                   :approver, case when :approver::text is not null then :now::timestamptz end, :now, :now
            on conflict (client_id) do nothing
            """).params(values).update() == 1;
    }

    /** Adds a client that waits for its approval; false where its id is there. */
    boolean addPending(RegisterClient wish, Actor requestedBy, Instant now) {
        Map<String, @Nullable Object> values = values(wish, now);
        values.put("person", requestedBy.person());
        return jdbc.sql("""
            insert into api_client (client_id, brand, channel, scopes, state, requested_scopes, requested_by,
                                    requested_at, created_at, updated_at)
            values (:id, :brand, :channel, '{}', 'pending', string_to_array(:scopes, ' '), :person, :now, :now, :now)
            on conflict (client_id) do nothing
            """).params(values).update() == 1;
    }

    /** Stores channel, scopes and state, unless the client has changed since it was read; a wish for more is dropped. */
    boolean change(ApiClient read, ApiClient wanted, Instant now) {
        return jdbc.sql("""
            update api_client
               set channel = :channel, scopes = string_to_array(:scopes, ' '), state = :state, version = version + 1,
                   requested_scopes = null, requested_by = null, requested_at = null, updated_at = :now
             where client_id = :id and version = :version
            """)
                        .param("id", read.id().value())
                        .param("version", read.version())
                        .param("channel", wanted.channel())
                        .param("scopes", names(wanted.scopes()))
                        .param("state", wanted.state().wireName())
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    /** Stores a wish for more, unless the client has changed since it was read. */
    boolean request(ApiClient read, Set<ApiScope> scopes, Actor by, Instant now) {
        return jdbc.sql("""
            update api_client
               set requested_scopes = string_to_array(:scopes, ' '), requested_by = :person, requested_at = :now,
                   version = version + 1, updated_at = :now
             where client_id = :id and version = :version
            """)
                        .param("id", read.id().value())
                        .param("version", read.version())
                        .param("scopes", names(scopes))
                        .param("person", by.person())
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    /** Grants what was asked for, unless the client has changed since it was read. */
    boolean approve(ApiClient read, Actor by, Instant now) {
        return jdbc.sql("""
            update api_client
               set scopes = requested_scopes, approved_scopes = requested_scopes, approved_request_by = requested_by,
                   approved_by = :person, approved_at = :now,
                   state = case state when 'pending' then 'active' else state end,
                   requested_scopes = null, requested_by = null, requested_at = null,
                   version = version + 1, updated_at = :now
             where client_id = :id and version = :version and requested_scopes is not null
            """)
                        .param("id", read.id().value())
                        .param("version", read.version())
                        .param("person", by.person())
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    private List<ApiClient> withSecrets(List<ApiClient> clients) {
        Map<ClientId, List<LiveSecret>> live =
                secrets.live(clients.stream().map(ApiClient::id).toList());
        return clients.stream()
                .map(client -> new ApiClient(
                        client.id(),
                        client.acts(),
                        client.channel(),
                        client.scopes(),
                        client.state(),
                        client.approvedScopes(),
                        client.request(),
                        live.getOrDefault(client.id(), List.of()),
                        client.version(),
                        client.createdAt(),
                        client.updatedAt()))
                .toList();
    }

    private static Map<String, @Nullable Object> values(RegisterClient wish, Instant now) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", wish.id().value());
        values.put("brand", wish.acts().databaseValue());
        values.put("channel", wish.channel());
        values.put("scopes", names(wish.scopes()));
        values.put("now", Timestamps.utc(now));
        return values;
    }

    private static String names(Set<ApiScope> scopes) {
        return scopes.stream().map(ApiScope::wireName).sorted().collect(Collectors.joining(" "));
    }

    private static Set<ApiScope> scopes(ResultSet row, String column) throws SQLException {
        return Columns.textsOf(row, column).stream().map(ApiScope::of).collect(Collectors.toSet());
    }

    private static ApiClient read(ResultSet row, int number) throws SQLException {
        String requestedBy = row.getString("requested_by");
        return new ApiClient(
                new ClientId(row.getString("client_id")),
                BrandScope.parse(row.getString("brand")),
                row.getString("channel"),
                scopes(row, "scopes"),
                ClientState.of(row.getString("state")),
                scopes(row, "approved_scopes"),
                requestedBy == null
                        ? null
                        : new ApiClient.Request(
                                scopes(row, "requested_scopes"), requestedBy, Timestamps.instant(row, "requested_at")),
                List.of(),
                row.getLong("version"),
                Timestamps.instant(row, "created_at"),
                Timestamps.instant(row, "updated_at"));
    }
}
