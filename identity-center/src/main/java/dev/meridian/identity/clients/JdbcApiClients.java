package dev.meridian.identity.clients;

import dev.meridian.platform.kernel.BrandScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** API clients in PostgreSQL; without their secrets. */
@Repository
class JdbcApiClients {

    private final JdbcClient jdbc;

    JdbcApiClients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<ApiClient> page(@Nullable String after, int count) {
        return jdbc.sql("""
            select client_id, brand, channel, scopes, created_at, updated_at
              from api_client
             where client_id > :after
             order by client_id
             limit :count
            """)
                .param("after", after == null ? "" : after)
                .param("count", count)
                .query(JdbcApiClients::read)
                .list();
    }

    /** The client, kept from changing until the transaction ends. */
    Optional<ApiClient> findForUpdate(ClientId id) {
        return jdbc.sql("""
            select client_id, brand, channel, scopes, created_at, updated_at
              from api_client
             where client_id = :id
               for update
            """).param("id", id.value()).query(JdbcApiClients::read).optional();
    }

    ApiClient store(RegisterClient wish, Instant now) {
        return jdbc.sql("""
            insert into api_client (client_id, brand, channel, scopes, created_at, updated_at)
            values (:id, :brand, :channel, string_to_array(:scopes, ' '), :now, :now)
            on conflict (client_id) do update
               set channel = excluded.channel, scopes = excluded.scopes, updated_at = excluded.updated_at
            returning client_id, brand, channel, scopes, created_at, updated_at
            """)
                .param("id", wish.id().value())
                .param("brand", wish.acts().databaseValue())
                .param("channel", wish.channel())
                .param("scopes", names(wish))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(JdbcApiClients::read)
                .single();
    }

    void addMissing(RegisterClient wish, Instant now) {
        jdbc.sql("""
            insert into api_client (client_id, brand, channel, scopes, created_at, updated_at)
            values (:id, :brand, :channel, string_to_array(:scopes, ' '), :now, :now)
            on conflict (client_id) do nothing
            """)
                .param("id", wish.id().value())
                .param("brand", wish.acts().databaseValue())
                .param("channel", wish.channel())
                .param("scopes", names(wish))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static String names(RegisterClient wish) {
        return wish.scopes().stream().map(ApiScope::wireName).sorted().collect(Collectors.joining(" "));
    }

    private static ApiClient read(ResultSet row, int number) throws SQLException {
        String[] scopes = (String[]) row.getArray("scopes").getArray();
        return new ApiClient(
                new ClientId(row.getString("client_id")),
                BrandScope.parse(row.getString("brand")),
                row.getString("channel"),
                Arrays.stream(scopes).map(ApiScope::of).collect(Collectors.toSet()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
