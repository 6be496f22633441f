package dev.meridian.platform.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.TypedId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ColumnsTests {

    private static final UUID ONE = new UUID(1, 1);

    private record Row(ThingId id, Instant at, String note, long count, byte[] seal) {}

    /** A record whose own text form PostgreSQL would not read. */
    private record ThingId(UUID value) implements TypedId {}

    private static final List<Row> ROWS = List.of(
            new Row(new ThingId(ONE), Instant.EPOCH, null, 7, null),
            new Row(new ThingId(ONE), Instant.EPOCH, "said", -1, new byte[] {4}));

    @Test
    void a_typed_id_goes_to_the_database_as_its_value() {
        assertThat(Columns.texts(ROWS, Row::id)).containsExactly(ONE.toString(), ONE.toString());
        assertThat(Columns.texts(List.of(new ThingId(ONE)))).containsExactly(ONE.toString());
    }

    @Test
    void what_is_not_there_stays_null_in_its_place() {
        assertThat(Columns.texts(ROWS, Row::note)).containsExactly(null, "said");
        assertThat(Columns.bytes(ROWS, Row::seal)).isDeepEqualTo(new byte[][] {null, {4}});
        assertThat(Columns.texts(Arrays.asList(null, 3L))).containsExactly(null, "3");
    }

    @Test
    void the_order_is_that_of_the_rows() {
        assertThat(Columns.numbers(ROWS, Row::count)).containsExactly(7, -1);
        assertThat(Columns.integers(ROWS, row -> (int) row.count())).containsExactly(7, -1);
        assertThat(Columns.numbers(List.of(3L, 1L, 2L))).containsExactly(3, 1, 2);
    }
}
