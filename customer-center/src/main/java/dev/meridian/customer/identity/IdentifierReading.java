package dev.meridian.customer.identity;

/** What an identifier as somebody wrote it turned out to be. */
public sealed interface IdentifierReading {

    /** Usable as evidence. */
    record Usable(Identifier identifier) implements IdentifierReading {}

    /** Stands for nobody or for everybody, such as {@code null} or {@code 00000000}: to be left out. */
    record Blocked() implements IdentifierReading {}

    /** Not a value of its type. */
    record Invalid(String code) implements IdentifierReading {}
}
