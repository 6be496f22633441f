package dev.meridian.identity.brands;

import dev.meridian.platform.kernel.Brand;
import java.util.regex.Pattern;

/**
 * One channel of a brand.
 *
 * @param key unique in the brand: 2 to 32 lower-case letters, digits, hyphens and underscores, beginning with a letter
 * @param kind what it is
 */
public record Channel(String key, ChannelKind kind) {

    /** What a key looks like. */
    public static final String KEY_PATTERN = "[a-z][a-z0-9_-]{1,31}";

    private static final Pattern KEY = Pattern.compile(KEY_PATTERN);

    public Channel {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("A channel key is 2 to 32 of a-z, 0-9, '-' and '_', first a letter");
        }
    }

    /** The id of the channel's app in the realm of customers: brand and channel, joined by a dot neither may hold. */
    public String clientId(Brand brand) {
        return brand.key() + "." + key;
    }
}
