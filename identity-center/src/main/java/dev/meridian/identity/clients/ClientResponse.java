package dev.meridian.identity.clients;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.secrets.LiveSecret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client on the wire.
 *
 * @param scopes what it may do now
 * @param requestedScopes what waits for approval; absent where nothing does
 * @param secrets its good secrets, without the secrets
 * @param clientId what to sign in as with the secret that is told
 * @param secret in the answer that tells it, and in no other
 */
record ClientResponse(
        String id,
        String brand,
        String channel,
        List<ApiScope> scopes,
        ClientState state,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ApiScope> requestedScopes,
        List<SecretResponse> secrets,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static ClientResponse from(ApiClient client) {
        return from(client, null);
    }

    static ClientResponse from(ApiClient client, ClientOutcome.@Nullable Told told) {
        ApiClient.Request request = client.request();
        return new ClientResponse(
                client.id().value(),
                client.acts().databaseValue(),
                client.channel(),
                client.scopes().stream().sorted().toList(),
                client.state(),
                request == null ? null : request.scopes().stream().sorted().toList(),
                client.secrets().stream().map(SecretResponse::from).toList(),
                client.createdAt(),
                client.updatedAt(),
                told == null ? null : told.name().value(),
                told == null ? null : told.secret().value());
    }

    /** Without the secret, since records are easily printed. */
    @Override
    public String toString() {
        return "ClientResponse[" + id + "]";
    }

    /** A good secret: which it is, and what the client signs in as with it. */
    record SecretResponse(int number, String clientId, Instant issuedAt) {

        static SecretResponse from(LiveSecret live) {
            return new SecretResponse(live.generation(), live.signInName().value(), live.issuedAt());
        }
    }
}
