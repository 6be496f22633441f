package dev.meridian.platform.testing.hostile;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Draws from a seed; the same seed draws the same. */
final class Odds {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\ud800",
            "\udfff\ud800",
            "\u202e\u200b\ufeff",
            "'; drop table x; --",
            "%",
            "_%\\",
            "${jndi:x}",
            "{{7*7}}",
            "../../etc/passwd",
            "null",
            "*",
            "😀".repeat(50),
            "中".repeat(300),
            "x".repeat(10_000),
            "-1",
            "0",
            "9223372036854775808",
            "99999999999999999999999999999999999999",
            "1e400",
            "-1e-400",
            "NaN",
            "Infinity",
            "0x10",
            "１２３",
            "true",
            "aurora",
            "boreal",
            "group-club");

    private static final List<String> TIMES = List.of(
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "-4713-01-01T00:00:00Z",
            "+294277-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-06-30T23:59:60Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00+18:00",
            "2026-01-01T00:00:00+19:00",
            "2026-01-01",
            "P1D",
            "P999999999Y",
            "PT-9223372036854775808S",
            "P-1D",
            "-P1M");

    private static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-0.0",
            "1e400",
            "-1e400",
            "1e-400",
            "9223372036854775808",
            "123456789012345678901234567890.123456789",
            "1" + "0".repeat(90),
            "1" + "0".repeat(5_000),
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"\": null}",
            "{\"$ref\": \"#\"}",
            "{\"a\": 1, \"a\": 2}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[" + "1,".repeat(3_000) + "1]");

    private final Random random;

    Odds(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A text that something may stumble over. */
    String text() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> of(TIMES);
            case 2 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 3 ->
                random.ints(random.nextInt(20), 0, 0x300)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            default -> of(TEXTS);
        };
    }

    /** A piece of JSON in place of another. */
    String json() {
        return switch (random.nextInt(6)) {
            case 0 -> "[".repeat(70) + "]".repeat(70);
            case 1 -> "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000);
            case 2 -> quoted(text());
            default -> of(JSON);
        };
    }

    byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
            quoted.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return quoted.append('"').toString();
    }
}
