package dev.meridian.tag.rules;

import dev.meridian.platform.kernel.Texts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is inside {@code activity}. */
final class ActivityParser {

    private static final Set<String> MEMBERS = Set.of("event", "measure", "of", "where", "within", "between", "is");
    private static final Pattern EVENT_TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LONGEST_NAME = 100;
    private static final int MOST_FILTERS = 64;
    private static final int MOST_MONTHS = 1200;
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final RuleFaults faults;
    private final ComparisonParser comparisons;

    ActivityParser(RuleFaults faults, ComparisonParser comparisons) {
        this.faults = faults;
        this.comparisons = comparisons;
    }

    Optional<Condition> parse(@Nullable Object json, String pointer) {
        if (!(json instanceof Map<?, ?> object)) {
            faults.add(pointer, RuleFaults.NOT_AN_OBJECT);
            return Optional.empty();
        }
        for (Object member : object.keySet()) {
            if (!MEMBERS.contains(String.valueOf(member))) {
                faults.add(RuleFaults.member(pointer, member), RuleFaults.UNKNOWN_FIELD);
            }
        }
        Optional<String> event = event(object.get("event"), RuleFaults.member(pointer, "event"));
        Optional<Map<String, Comparison>> where = where(object, RuleFaults.member(pointer, "where"));
        Optional<Window> window = window(object, pointer);
        Optional<Measure> measure = measure(object, pointer);
        Optional<Comparison> is = comparisons.ofMeasure(object.get("is"), RuleFaults.member(pointer, "is"));
        if (event.isEmpty() || where.isEmpty() || window.isEmpty() || measure.isEmpty() || is.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Condition.Activity(event.get(), where.get(), window.get(), measure.get(), is.get()));
    }

    private Optional<String> event(@Nullable Object json, String pointer) {
        if (json == null) {
            faults.add(pointer, RuleFaults.REQUIRED);
        } else if (json instanceof String type && EVENT_TYPE.matcher(type).matches() && type.length() <= LONGEST_NAME) {
            return Optional.of(type);
        } else {
            faults.add(pointer, RuleFaults.BAD_EVENT_TYPE);
        }
        return Optional.empty();
    }

    private Optional<Map<String, Comparison>> where(Map<?, ?> activity, String pointer) {
        Map<String, Comparison> filters = new LinkedHashMap<>();
        if (!activity.containsKey("where")) {
            return Optional.of(filters);
        }
        if (!(activity.get("where") instanceof Map<?, ?> object)) {
            faults.add(pointer, RuleFaults.NOT_AN_OBJECT);
            return Optional.empty();
        }
        if (object.size() > MOST_FILTERS) {
            faults.add(pointer, RuleFaults.TOO_MANY_FILTERS, MOST_FILTERS);
            return Optional.empty();
        }
        for (Map.Entry<?, ?> filter : object.entrySet()) {
            String name = String.valueOf(filter.getKey());
            if (name.isBlank() || name.length() > LONGEST_NAME || !Texts.isPlain(name)) {
                faults.add(RuleFaults.member(pointer, name), RuleFaults.NOT_A_NAME);
                continue;
            }
            comparisons
                    .ofValue(filter.getValue(), RuleFaults.member(pointer, name))
                    .ifPresent(comparison -> filters.put(name, comparison));
        }
        return filters.size() == object.size() ? Optional.of(filters) : Optional.empty();
    }

    private Optional<Measure> measure(Map<?, ?> activity, String pointer) {
        String place = RuleFaults.member(pointer, "measure");
        Object written = activity.get("measure");
        if (written == null) {
            faults.add(place, RuleFaults.REQUIRED);
            return Optional.empty();
        }
        return switch (String.valueOf(written)) {
            case "count" -> count(activity, pointer);
            case "sum" -> property(activity, pointer).map(Measure.Sum::new);
            case "avg" -> property(activity, pointer).map(Measure.Average::new);
            default -> {
                faults.add(place, RuleFaults.UNKNOWN_MEASURE);
                yield Optional.empty();
            }
        };
    }

    private Optional<Measure> count(Map<?, ?> activity, String pointer) {
        if (activity.containsKey("of")) {
            faults.add(RuleFaults.member(pointer, "of"), RuleFaults.PROPERTY_NOT_ALLOWED);
            return Optional.empty();
        }
        return Optional.of(new Measure.Count());
    }

    private Optional<String> property(Map<?, ?> activity, String pointer) {
        if (activity.get("of") instanceof String text
                && !text.isBlank()
                && text.length() <= LONGEST_NAME
                && Texts.isPlain(text)) {
            return Optional.of(text);
        }
        faults.add(RuleFaults.member(pointer, "of"), RuleFaults.PROPERTY_REQUIRED);
        return Optional.empty();
    }

    private Optional<Window> window(Map<?, ?> activity, String pointer) {
        boolean within = activity.containsKey("within");
        boolean between = activity.containsKey("between");
        if (within && between) {
            faults.add(RuleFaults.member(pointer, "between"), RuleFaults.TWO_WINDOWS);
            return Optional.empty();
        }
        if (within) {
            return within(activity.get("within"), RuleFaults.member(pointer, "within"));
        }
        return between
                ? between(activity.get("between"), RuleFaults.member(pointer, "between"))
                : Optional.of(new Window.Lifetime());
    }

    private Optional<Window> within(@Nullable Object json, String pointer) {
        if (!(json instanceof String written)) {
            faults.add(pointer, RuleFaults.BAD_WINDOW);
            return Optional.empty();
        }
        try {
            int time = written.indexOf('T');
            String dates = time < 0 ? written : written.substring(0, time);
            // A duration of hours alone leaves nothing but the P before its T.
            Period period = dates.equals("P") && time > 0 ? Period.ZERO : Period.parse(dates);
            Duration exact = time < 0
                    ? Duration.ZERO
                    : Duration.parse("P" + written.substring(time)).truncatedTo(ChronoUnit.MICROS);
            return within(written, period, exact.plusDays(period.getDays()), pointer);
        } catch (DateTimeException | ArithmeticException e) {
            faults.add(pointer, RuleFaults.BAD_WINDOW);
            return Optional.empty();
        }
    }

    private Optional<Window> within(String written, Period period, Duration exact, String pointer) {
        long months = period.toTotalMonths();
        if (written.contains("-") || (months == 0 && exact.isZero())) {
            faults.add(pointer, RuleFaults.NEGATIVE_DURATION);
        } else if (!written.startsWith("P") || written.contains("+")) {
            faults.add(pointer, RuleFaults.BAD_WINDOW);
        } else if (months > MOST_MONTHS || exact.compareTo(LONGEST) > 0) {
            faults.add(pointer, RuleFaults.WINDOW_TOO_LONG, MOST_MONTHS / 12);
        } else {
            return Optional.of(new Window.Within(written, (int) months, exact));
        }
        return Optional.empty();
    }

    private Optional<Window> between(@Nullable Object json, String pointer) {
        if (!(json instanceof List<?> ends) || ends.size() != 2) {
            faults.add(pointer, RuleFaults.BAD_WINDOW);
            return Optional.empty();
        }
        Optional<Instant> from = instant(ends.get(0), RuleFaults.member(pointer, 0));
        Optional<Instant> to = instant(ends.get(1), RuleFaults.member(pointer, 1));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (!from.get().isBefore(to.get())) {
            faults.add(pointer, RuleFaults.WINDOW_REVERSED);
            return Optional.empty();
        }
        return Optional.of(new Window.Between(from.get(), to.get()));
    }

    private Optional<Instant> instant(@Nullable Object json, String pointer) {
        Optional<Instant> instant = Scalar.of(json).flatMap(Scalar::asMoment);
        if (instant.isEmpty()) {
            faults.add(pointer, RuleFaults.BAD_WINDOW);
        }
        return instant;
    }
}
