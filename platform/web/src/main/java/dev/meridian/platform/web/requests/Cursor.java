package dev.meridian.platform.web.requests;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * The place in a list where a page ends, as a text callers hand back without looking inside: the sort key of the last
 * item. It grants nothing: what it points at is still filtered by who asks.
 */
public final class Cursor {

    private static final int LONGEST = 2_000;
    private static final char SEPARATOR = '\u001F';

    private Cursor() {}

    /** Packs the parts of a sort key; none of them may contain the unit separator U+001F. */
    public static String encode(String... parts) {
        for (String part : parts) {
            if (part.indexOf(SEPARATOR) >= 0) {
                throw new IllegalArgumentException("A part of a cursor contains the separator");
            }
        }
        String joined = String.join(String.valueOf(SEPARATOR), parts);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The parts of a cursor.
     *
     * @param cursor what the caller sent
     * @param count how many parts a cursor of this list has
     * @throws ProblemException {@code invalid_cursor} (400) when it is not such a cursor
     */
    public static List<String> decode(String cursor, int count) {
        if (cursor.length() > LONGEST) {
            throw invalid();
        }
        List<String> parts = split(text(cursor));
        if (parts.size() != count) {
            throw invalid();
        }
        return parts;
    }

    /**
     * Reads one part, such as {@code Cursor.part(parts.get(0), Instant::parse)}.
     *
     * @throws ProblemException {@code invalid_cursor} (400) when the part cannot be read so
     */
    public static <T> T part(String part, Function<String, T> reader) {
        try {
            return reader.apply(part);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw invalid();
        }
    }

    private static String text(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid();
        }
    }

    private static List<String> split(String joined) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = joined.indexOf(SEPARATOR); at >= 0; at = joined.indexOf(SEPARATOR, from)) {
            parts.add(joined.substring(from, at));
            from = at + 1;
        }
        parts.add(joined.substring(from));
        return parts;
    }

    private static ProblemException invalid() {
        return new ProblemException(Problem.of(StandardProblem.INVALID_CURSOR));
    }
}
