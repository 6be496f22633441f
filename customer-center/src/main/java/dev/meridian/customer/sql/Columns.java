package dev.meridian.customer.sql;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a list of records into one array per column, for {@code unnest}: a whole batch goes to the database in one
 * statement. Arrays of text are cast in SQL to what the column is.
 */
public final class Columns {

    private Columns() {}

    /** A column of anything whose text form PostgreSQL reads, such as UUIDs, instants and numbers; null stays null. */
    public static <T> @Nullable String[] texts(
            Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
        @Nullable String[] column = new String[rows.size()];
        int at = 0;
        for (T row : rows) {
            Object cell = value.apply(row);
            column[at++] = cell == null ? null : cell.toString();
        }
        return column;
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
}
