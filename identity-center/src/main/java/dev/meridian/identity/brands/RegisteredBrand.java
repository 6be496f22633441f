package dev.meridian.identity.brands;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A brand of the group.
 *
 * @param brand its key
 * @param name what people call it
 * @param channels its channels, by key
 * @param createdAt when it was first registered
 * @param updatedAt when its name last changed
 */
public record RegisteredBrand(
        Brand brand, BrandName name, List<Channel> channels, Instant createdAt, Instant updatedAt) {

    public RegisteredBrand {
        channels = List.copyOf(channels);
    }

    /** What an audit record says of it. */
    Map<String, ?> described() {
        return Map.of("name", name, "channels", channels);
    }
}
