package dev.meridian.membership.ledger;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into one array per column: a statement over {@code unnest} then takes any number of rows in one go.
 *
 * @param rows in the order of the statement
 */
public record Columns<T>(List<T> rows) {

    /** The columns of these rows. */
    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(List.copyOf(rows));
    }

    /** A column as text, to be cast in SQL; null stays null. */
    public @Nullable String[] texts(Function<T, ? extends @Nullable Object> value) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            Object cell = value.apply(rows.get(i));
            column[i] = cell == null ? null : cell.toString();
        }
        return column;
    }

    /** A column of numbers. */
    public Long[] numbers(Function<T, Long> value) {
        return rows.stream().map(value).toArray(Long[]::new);
    }
}
