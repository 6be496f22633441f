package dev.meridian.platform.tokens;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a caller can be. */
public enum CallerKind {
    /** A program that signs in with a secret: a brand's back end, or a service of the platform. */
    SERVICE,
    /** A person who works for a brand or for the group. */
    STAFF,
    /** A person whom a brand serves, on one of its apps. */
    CUSTOMER;

    /** As a token's {@code kind} claim says it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<CallerKind> parse(@Nullable String wireName) {
        for (CallerKind kind : values()) {
            if (kind.wireName().equals(wireName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
