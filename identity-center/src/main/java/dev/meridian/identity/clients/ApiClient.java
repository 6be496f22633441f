package dev.meridian.identity.clients;

import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import java.util.Set;

/**
 * A back end that calls the platform.
 *
 * @param id the name it signs in with
 * @param acts in whose name: one brand's, or the group's
 * @param channel the channel its calls come through, such as {@code api}
 * @param scopes what it may do; never empty
 * @param createdAt when it was registered
 * @param updatedAt when it last changed
 */
public record ApiClient(
        ClientId id, BrandScope acts, String channel, Set<ApiScope> scopes, Instant createdAt, Instant updatedAt) {

    public ApiClient {
        scopes = Set.copyOf(scopes);
    }
}
