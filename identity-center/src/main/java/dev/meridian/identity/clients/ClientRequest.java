package dev.meridian.identity.clients;

import dev.meridian.identity.brands.Channel;
import dev.meridian.platform.kernel.BrandScope;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;

/**
 * A client to be registered.
 *
 * @param brand a brand's key, or {@code *} for the group
 * @param channel the channel its calls come through
 * @param scopes what it may do
 */
record ClientRequest(
        @NotNull @Pattern(regexp = "\\*|[a-z][a-z0-9-]{1,31}")
        String brand,

        @NotNull @Pattern(regexp = Channel.KEY_PATTERN) String channel,
        @NotEmpty List<@NotNull ApiScope> scopes) {

    RegisterClient toCommand(ClientId id) {
        return new RegisterClient(id, BrandScope.parse(brand), channel, Set.copyOf(scopes));
    }
}
