package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes rules and facts that meet often: few types, few properties, windows about as long as the facts' spread. */
public final class RandomRules {

    public static final List<String> EVENTS = List.of("order.paid", "app.login", "page.viewed");
    public static final List<String> CHANNELS = List.of("app", "store", "mini_program");
    private static final List<String> CITIES = List.of("310000", "110000", "440100");
    private static final List<String> WINDOWS =
            List.of("P1M", "P3M", "P30D", "P1Y", "PT12H", "P1M1DT1H", "P7D", "P2W", "P6M", "PT1M30S");

    private final RandomGenerator random;
    private final Instant around;

    /** Facts and windows lie around the instant. */
    public RandomRules(RandomGenerator random, Instant around) {
        this.random = random;
        this.around = around;
    }

    /** A rule as JSON, at most so deep. */
    public Map<String, Object> rule(int depth) {
        int kind = depth <= 1 ? 3 + random.nextInt(4) : random.nextInt(7);
        return switch (kind) {
            case 0 -> Map.of("all", rules(depth));
            case 1 -> Map.of("any", rules(depth));
            case 2 -> Map.of("not", rule(depth - 1));
            case 3 -> attribute();
            default -> Map.of("activity", activity());
        };
    }

    private List<Object> rules(int depth) {
        List<Object> rules = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            rules.add(rule(depth - 1));
        }
        return rules;
    }

    /** A condition on an attribute. */
    public Map<String, Object> attribute() {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (random.nextInt(4)) {
            case 0 -> {
                json.put("attribute", "city");
                json.put("is", textComparison());
            }
            case 1 -> {
                json.put("attribute", "level");
                json.put("is", numberComparison(6));
            }
            case 2 -> {
                json.put("attribute", "registeredAt");
                json.put("is", momentComparison());
            }
            default -> {
                json.put("attribute", pick(List.of("vip", "city", "level")));
                json.put("is", random.nextBoolean() ? Map.of("exists", random.nextBoolean()) : Map.of("eq", true));
            }
        }
        return json;
    }

    private Map<String, Object> textComparison() {
        return switch (random.nextInt(5)) {
            case 0 -> Map.of("eq", pick(CITIES));
            case 1 -> Map.of("ne", pick(CITIES));
            case 2 -> Map.of("in", List.of(pick(CITIES), pick(CITIES)));
            case 3 -> Map.of("startsWith", pick(CITIES).substring(0, 2));
            default -> Map.of("contains", pick(List.of("100", "00", "3*", "1?")));
        };
    }

    private Map<String, Object> momentComparison() {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of("in", List.of(moment(), moment()));
            case 1 -> Map.of("between", List.of("2026-01-01", moment()));
            default -> Map.of(pick(List.of("eq", "ne", "gt", "gte", "lt", "lte")), moment());
        };
    }

    /** One of a few instants, in one of the ways to write it, or so near to it that only exact arithmetic tells. */
    private String moment() {
        String day = "2026-0%d-15".formatted(1 + random.nextInt(3));
        return switch (random.nextInt(7)) {
            case 0 -> day;
            case 1 -> day + "T00:00:00Z";
            case 2 -> day + "T08:00:00+08:00";
            case 3 -> day + "T00:00:00.0000009Z";
            case 4 -> day + "T00:00:00.000001Z";
            case 5 -> day + "T08:00:00.000001000+08:00";
            default -> day + "T00:00:00.0005Z";
        };
    }

    private Map<String, Object> numberComparison(int most) {
        int bound = random.nextInt(most);
        return switch (random.nextInt(7)) {
            case 0 -> Map.of("eq", bound);
            case 1 -> Map.of("ne", bound);
            case 2 -> Map.of("in", List.of(bound, bound + 1));
            case 3 -> Map.of("between", List.of(bound, bound + random.nextInt(3)));
            case 4 -> Map.of("lt", bound);
            case 5 -> Map.of("gte", bound);
            default -> Map.of("gt", bound);
        };
    }

    private Map<String, Object> activity() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", pick(EVENTS));
        if (random.nextInt(3) == 0) {
            json.put("where", Map.of("channel", Map.of("eq", pick(CHANNELS))));
        } else if (random.nextInt(4) == 0) {
            json.put("where", Map.of("amount", numberComparison(5)));
        }
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 ->
                json.put(
                        "between",
                        List.of(
                                around.minus(Duration.ofDays(20 + random.nextInt(90)))
                                        .toString(),
                                around.plus(Duration.ofDays(random.nextInt(20) - 10))
                                        .toString()));
            default -> json.put("within", pick(WINDOWS));
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                json.put("measure", "count");
                json.put("is", numberComparison(4));
            }
            case 1 -> {
                json.put("measure", "sum");
                json.put("of", "amount");
                json.put("is", numberComparison(8));
            }
            default -> {
                json.put("measure", "avg");
                json.put("of", "amount");
                json.put("is", numberComparison(4));
            }
        }
        return json;
    }

    /** A customer with up to so many facts. */
    public CustomerFacts customer(int most) {
        List<Fact> facts = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            facts.add(fact("aurora"));
        }
        return new CustomerFacts(attributes(), facts);
    }

    /** Attributes, of which any may be missing. */
    public Map<String, Scalar> attributes() {
        Map<String, Scalar> attributes = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            attributes.put("city", new Scalar.Text(pick(CITIES)));
        }
        if (random.nextInt(3) > 0) {
            attributes.put(
                    "level",
                    random.nextInt(3) == 0
                            ? new Scalar.Text(Integer.toString(random.nextInt(6)))
                            : new Scalar.Amount(BigDecimal.valueOf(random.nextInt(6))));
        }
        if (random.nextInt(3) > 0) {
            attributes.put("registeredAt", new Scalar.Text(moment()));
        }
        if (random.nextInt(3) == 0) {
            attributes.put("vip", new Scalar.Flag(random.nextBoolean()));
        }
        return attributes;
    }

    /** Something that happened within the last 100 days, at the edge of a window, or a few hours ahead. */
    public Fact fact(String brand) {
        Map<String, Scalar> properties = new LinkedHashMap<>();
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> properties.put("amount", new Scalar.Text("free"));
            case 2 -> properties.put("amount", new Scalar.Text(random.nextInt(5) + ".50"));
            default -> properties.put("amount", new Scalar.Amount(BigDecimal.valueOf(random.nextInt(5))));
        }
        return new Fact(
                new UUID(random.nextLong(), random.nextLong()),
                brand,
                pick(EVENTS),
                pick(CHANNELS),
                occurredAt(),
                properties);
    }

    private Instant occurredAt() {
        return switch (random.nextInt(6)) {
            case 0 -> around.minus(Duration.ofDays(30));
            case 1 -> around.plus(Duration.ofMinutes(random.nextInt(1440)));
            case 2 -> around.minus(Duration.ofHours(12)).plusNanos(random.nextInt(3) * 999L - 1L);
            default -> around.minusSeconds(random.nextInt(100 * 86_400)).minusNanos(random.nextInt(1_000_000_000));
        };
    }

    private <T> T pick(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }
}
