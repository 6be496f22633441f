package dev.meridian.platform.rows;

import dev.meridian.platform.kernel.TypedId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns a list of rows into one array per column, for {@code unnest}: a whole batch goes to the database in one
 * statement. Arrays of text are cast in SQL to what the column is.
 */
public final class Columns {

    private Columns() {}

    /** A column of anything whose text form PostgreSQL reads, such as ids, instants and numbers; null stays null. */
    public static <T> @Nullable String[] texts(
            Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        int at = 0;
        for (T row : rows) {
            column[at++] = text(value.apply(row));
        }
        return column;
    }

    /** A column of the values themselves. */
    public static @Nullable String[] texts(Collection<?> values) {
        return texts(values, value -> value);
    }

    /** A column of whole numbers. */
    public static <T> long[] numbers(Collection<T> rows, ToLongFunction<? super T> value) {
        return rows.stream().mapToLong(value).toArray();
    }

    /** A column of the numbers themselves. */
    public static long[] numbers(Collection<Long> values) {
        return numbers(values, Long::longValue);
    }

    /** A column of small whole numbers. */
    public static <T> int[] integers(Collection<T> rows, ToIntFunction<? super T> value) {
        return rows.stream().mapToInt(value).toArray();
    }

    /** A column of bytes; null stays null. */
    public static <T> byte[] @Nullable [] bytes(Collection<T> rows, Function<? super T, byte @Nullable []> value) {
        byte[] @Nullable [] column = new byte[rows.size()][];
        int at = 0;
        for (T row : rows) {
            column[at++] = value.apply(row);
        }
        return column;
    }

    /** The texts that one row holds as an array; empty where it holds none. */
    public static List<String> textsOf(ResultSet row, String column) throws SQLException {
        Array held = row.getArray(column);
        return held == null ? List.of() : List.of((String[]) held.getArray());
    }

    /** An id by its value: how it looks in a log is its own affair. */
    private static @Nullable String text(@Nullable Object cell) {
        return switch (cell) {
            case null -> null;
            case TypedId id -> id.value().toString();
            default -> cell.toString();
        };
    }
}
