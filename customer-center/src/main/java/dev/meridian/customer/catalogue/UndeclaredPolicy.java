package dev.meridian.customer.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a brand wants to happen with types and properties that nobody declared. */
public enum UndeclaredPolicy {
    /** Stored, and shown to the brand alone. */
    PRIVATE,
    /** The event is refused. */
    REFUSE,
    /** The event is set aside until its schema is mended. */
    QUARANTINE;

    /** On the wire and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<UndeclaredPolicy> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(name))
                .findFirst();
    }
}
