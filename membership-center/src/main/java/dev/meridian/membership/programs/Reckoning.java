package dev.meridian.membership.programs;

/** What a rule makes of an amount. */
public sealed interface Reckoning {

    /** So many points, at least one. */
    record Points(long points) implements Reckoning {}

    /** No points, and why. */
    record Nothing(NoPoints reason) implements Reckoning {}
}
