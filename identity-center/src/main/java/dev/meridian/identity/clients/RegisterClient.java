package dev.meridian.identity.clients;

import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.names.ClientId;
import dev.meridian.platform.kernel.BrandScope;
import java.util.Set;

/** The wish that this client exists with exactly these rights. */
public record RegisterClient(ClientId id, BrandScope acts, String channel, Set<ApiScope> scopes) {

    public RegisterClient {
        scopes = Set.copyOf(scopes);
    }
}
