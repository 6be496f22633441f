package dev.meridian.identity.seed;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.brands.BrandName;
import dev.meridian.identity.brands.Channel;
import java.util.List;

/**
 * What a seed file holds.
 *
 * @param brands the brands of the group
 * @param clients the API clients
 */
record SeedFile(
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<SeedBrand> brands,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<SeedClient> clients) {

    SeedFile {
        brands = List.copyOf(brands);
        clients = List.copyOf(clients);
    }

    /** One brand. */
    record SeedBrand(
            String key,
            BrandName name,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Channel> channels) {}

    /**
     * One client.
     *
     * @param brand a brand's key, or {@code *} for the group
     * @param secretFrom name of the environment variable that holds its secret
     */
    record SeedClient(String id, String brand, String channel, List<ApiScope> scopes, String secretFrom) {}
}
