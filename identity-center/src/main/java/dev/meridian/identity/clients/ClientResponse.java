package dev.meridian.identity.clients;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client on the wire.
 *
 * @param secret only in the answer that created it
 */
record ClientResponse(
        String id,
        String brand,
        String channel,
        List<ApiScope> scopes,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static ClientResponse from(ApiClient client) {
        return from(client, null);
    }

    static ClientResponse created(ApiClient client, ClientSecret secret) {
        return from(client, secret.value());
    }

    private static ClientResponse from(ApiClient client, @Nullable String secret) {
        return new ClientResponse(
                client.id().value(),
                client.acts().databaseValue(),
                client.channel(),
                client.scopes().stream().sorted().toList(),
                client.createdAt(),
                client.updatedAt(),
                secret);
    }

    /** Without the secret, since records are easily printed. */
    @Override
    public String toString() {
        return "ClientResponse[" + id + "]";
    }
}
