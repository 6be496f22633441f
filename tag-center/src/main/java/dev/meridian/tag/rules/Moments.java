package dev.meridian.tag.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Instants, in the one precision this center knows: microseconds, as the database keeps them. What comes finer is cut
 * off, never rounded, so that nothing happens later here than it did.
 */
public final class Moments {

    /** Before every fact. */
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** After every fact. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final int DATE_LENGTH = "2026-11-22".length();

    private Moments() {}

    /** The instant without what is finer than a microsecond. */
    public static Instant toMicros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether anything can have happened at the instant at all. */
    public static boolean isUsable(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    /** Reads an ISO 8601 instant with any offset, or a date, which is its first instant in UTC. */
    static Optional<Instant> parse(String text) {
        // Attribute values are mostly words; looking first spares an exception for each.
        if (text.length() < DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() == DATE_LENGTH
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : toMicros(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
