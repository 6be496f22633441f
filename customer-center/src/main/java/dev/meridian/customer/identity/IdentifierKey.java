package dev.meridian.customer.identity;

import java.util.Comparator;

/**
 * An identifier without its value: what it is found by.
 *
 * @param blindIndex 64 hexadecimal digits
 */
record IdentifierKey(IdentifierType type, String scope, String blindIndex) implements Comparable<IdentifierKey> {

    private static final Comparator<IdentifierKey> ORDER = Comparator.comparing(IdentifierKey::blindIndex)
            .thenComparing(IdentifierKey::type)
            .thenComparing(IdentifierKey::scope);

    @Override
    public int compareTo(IdentifierKey other) {
        return ORDER.compare(this, other);
    }
}
