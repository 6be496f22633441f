package dev.meridian.membership.programs;

import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body that puts a programme; checked as a whole, so that a caller learns all faults at once. */
record ProgramRequest(
        @Nullable String name,
        @Nullable String currency,
        @Nullable String enrolment,
        @Nullable Instant earnsSince,
        @Nullable String zone) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_CURRENCY = 32;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2999-12-31T23:59:59Z");

    /**
     * What the body says.
     *
     * @throws ProblemException {@code invalid_request} naming every field that is wrong
     */
    Program.Terms terms() {
        List<FieldError> errors = new ArrayList<>();
        String forPeople = text("/name", name, LONGEST_NAME, errors);
        String earned = text("/currency", currency, LONGEST_CURRENCY, errors);
        Program.Enrolling enrolling = enrolling(errors);
        if (earnsSince != null && (earnsSince.isBefore(EARLIEST) || earnsSince.isAfter(LATEST))) {
            errors.add(new FieldError("/earnsSince", "out_of_range", EARLIEST + ".." + LATEST));
        }
        ZoneId place = place(errors);
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(StandardProblem.INVALID_REQUEST, errors));
        }
        return new Program.Terms(
                forPeople,
                earned,
                enrolling,
                earnsSince == null ? null : earnsSince.truncatedTo(ChronoUnit.MICROS),
                place);
    }

    private Program.@Nullable Enrolling enrolling(List<FieldError> errors) {
        if (enrolment == null) {
            return null;
        }
        return Stream.of(Program.Enrolling.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(enrolment))
                .findFirst()
                .orElseGet(() -> {
                    errors.add(new FieldError("/enrolment", "unknown_value"));
                    return Program.Enrolling.ON_REQUEST;
                });
    }

    private @Nullable ZoneId place(List<FieldError> errors) {
        if (zone == null) {
            return null;
        }
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            errors.add(new FieldError("/zone", "unknown_value"));
            return null;
        }
        return ZoneId.of(zone);
    }

    private static String text(String pointer, @Nullable String text, int longest, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            errors.add(new FieldError(pointer, "required"));
            return "";
        }
        if (text.length() > longest) {
            errors.add(new FieldError(pointer, "invalid_length"));
        } else if (!Texts.isPlain(text)) {
            errors.add(new FieldError(pointer, "invalid_format"));
        }
        return text;
    }
}
