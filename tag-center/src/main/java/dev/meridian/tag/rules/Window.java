package dev.meridian.tag.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which facts a measure looks at. Whatever the window, a fact counts only from the instant at which it occurred, and
 * once it has left it never comes back: it is inside during one interval {@code [entersAt, leavesAt)}.
 */
public sealed interface Window {

    /** Whether a fact of this instant can ever be inside. */
    boolean admits(Instant occurredAt);

    /** The first instant at which a fact is no longer inside; null where it stays for ever. */
    @Nullable
    Instant leavesAt(Instant occurredAt);

    /**
     * The instant that facts inside the window at {@code now} are later than, in microseconds as facts are; null where
     * there is none.
     */
    @Nullable
    Instant beginsAfter(Instant now);

    /** The window as a rule writes it: a member to add to the activity, or none. */
    Map<String, Object> json();

    /** The whole life. */
    record Lifetime() implements Window {
        @Override
        public boolean admits(Instant occurredAt) {
            return true;
        }

        @Override
        public @Nullable Instant leavesAt(Instant occurredAt) {
            return null;
        }

        @Override
        public @Nullable Instant beginsAfter(Instant now) {
            return null;
        }

        @Override
        public Map<String, Object> json() {
            return Map.of();
        }
    }

    /** From one instant up to and without another. */
    record Between(Instant from, Instant to) implements Window {
        @Override
        public boolean admits(Instant occurredAt) {
            return !occurredAt.isBefore(from) && occurredAt.isBefore(to);
        }

        @Override
        public @Nullable Instant leavesAt(Instant occurredAt) {
            return null;
        }

        @Override
        public Instant beginsAfter(Instant now) {
            return from.minus(1, ChronoUnit.MICROS);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("between", List.of(from.toString(), to.toString()));
        }
    }

    /**
     * Looking back from now: {@code (now − months − exact, now]} in UTC.
     *
     * <p>Calendar months are not all equally long, and 29 March minus one month is a day that February may not have. The
     * window then begins at the end of February. Falling back to 28 February instead, as calendar libraries do, would
     * let the window's beginning step back at midnight, and facts that had left on the 28th would return on the 29th,
     * leave, return on the 30th, and so on.
     *
     * @param written the ISO 8601 duration as the rule has it
     * @param months calendar months to go back
     * @param exact time to go back besides; a day is 24 hours, as every day in UTC is
     */
    record Within(String written, int months, Duration exact) implements Window {

        public Within {
            if (months < 0 || exact.isNegative() || (months == 0 && exact.isZero())) {
                throw new IllegalArgumentException("A window looks back by more than nothing");
            }
        }

        @Override
        public boolean admits(Instant occurredAt) {
            return true;
        }

        @Override
        public Instant beginsAfter(Instant now) {
            return months == 0 ? now.minus(exact) : monthsBack(now).minus(exact);
        }

        private Instant monthsBack(Instant now) {
            LocalDateTime here = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
            YearMonth there = YearMonth.from(here).minusMonths(months);
            LocalDateTime then = here.getDayOfMonth() <= there.lengthOfMonth()
                    ? there.atDay(here.getDayOfMonth()).atTime(here.toLocalTime())
                    : there.plusMonths(1).atDay(1).atStartOfDay();
            return then.toInstant(ZoneOffset.UTC);
        }

        /** The first {@code now} whose window begins at the fact or after it. */
        @Override
        public Instant leavesAt(Instant occurredAt) {
            Instant reached = occurredAt.plus(exact);
            return months == 0 ? reached : firstWhoseMonthsBackReach(reached);
        }

        private Instant firstWhoseMonthsBackReach(Instant moment) {
            LocalDateTime then = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
            LocalDate day = then.toLocalDate();
            YearMonth target = YearMonth.from(then).plusMonths(months);
            LocalDateTime first = day.getDayOfMonth() <= target.lengthOfMonth()
                    ? target.atDay(day.getDayOfMonth()).atTime(then.toLocalTime())
                    : target.plusMonths(1).atDay(1).atStartOfDay();
            if (day.getDayOfMonth() == 1 && then.equals(day.atStartOfDay())) {
                // The end of a short month is reached early: from every day that the short month does not have.
                int lastOfShort = day.minusDays(1).getDayOfMonth();
                YearMonth before = target.minusMonths(1);
                if (before.lengthOfMonth() > lastOfShort) {
                    first = before.atDay(lastOfShort + 1).atStartOfDay();
                }
            }
            return first.toInstant(ZoneOffset.UTC);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("within", written);
        }
    }
}
