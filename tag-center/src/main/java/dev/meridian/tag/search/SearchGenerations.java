package dev.meridian.tag.search;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.facts.CustomerId;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which index is in use and how far it has been filled: what Elasticsearch itself cannot be asked. */
@Component
class SearchGenerations {

    private final JdbcClient jdbc;
    private final TimeOrderedIds ids;
    private final Clock clock;

    SearchGenerations(JdbcClient jdbc, TimeOrderedIds ids, Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One index.
     *
     * @param alias by which alone it is read and written
     * @param shape of its documents
     * @param created whether it was made
     * @param reached the last customer who was marked for writing; null before the first
     * @param marked whether everyone was
     * @param complete whether everyone has been written
     */
    record Generation(
            String index,
            long number,
            String alias,
            int shape,
            boolean created,
            @Nullable CustomerId reached,
            boolean marked,
            boolean complete) {}

    /** The generation in use; empty before the first. */
    Optional<Generation> current(String index) {
        return jdbc.sql("select * from search_generation where index_name = :index")
                .param("index", index)
                .query((row, _) -> {
                    UUID reached = row.getObject("reached", UUID.class);
                    return new Generation(
                            index,
                            row.getLong("number"),
                            row.getString("alias"),
                            row.getInt("shape"),
                            row.getBoolean("created"),
                            reached == null ? null : new CustomerId(reached),
                            row.getObject("fill_mark", Long.class) != null,
                            row.getBoolean("complete"));
                })
                .optional();
    }

    /** Begins the first generation, or the one after the given; whoever is second changes nothing. */
    void begin(String index, long after, int shape) {
        jdbc.sql("""
            insert into search_generation (index_name, number, alias, shape, started_at)
            values (:index, 1, :alias, :shape, :now)
            on conflict (index_name) do update
               set number = search_generation.number + 1, alias = excluded.alias, shape = excluded.shape,
                   created = false, reached = null, fill_mark = null, complete = false,
                   started_at = excluded.started_at
             where search_generation.number = :after
            """)
                .param("index", index)
                .param("alias", index + "-" + ids.next())
                .param("shape", shape)
                .param("now", Timestamps.utc(clock.instant()))
                .param("after", after)
                .update();
    }

    /** Whether it is still the generation in use; it stays so until the running transaction ends. */
    boolean keep(Generation generation) {
        return jdbc.sql("select 1 from search_generation where index_name = :index and number = :number for share")
                .param("index", generation.index())
                .param("number", generation.number())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void created(Generation generation) {
        change(generation, "created = true");
    }

    /** Notes that customers up to this one are marked; null where there are no more, so that everyone is. */
    void marked(Generation generation, @Nullable CustomerId reached) {
        if (reached == null) {
            change(generation, "fill_mark = nextval('search_mark')");
        } else {
            jdbc.sql("update search_generation set reached = :reached where index_name = :index and number = :number")
                    .param("reached", reached.value())
                    .param("index", generation.index())
                    .param("number", generation.number())
                    .update();
        }
    }

    /** Completes a generation of which everyone was marked, if none of those marks waits any more. */
    boolean complete(Generation generation) {
        return jdbc.sql("""
            update search_generation set complete = true
             where index_name = :index and number = :number and not complete and fill_mark is not null
               and not exists (select 1 from search_dirty where mark < fill_mark)
            """)
                        .param("index", generation.index())
                        .param("number", generation.number())
                        .update()
                == 1;
    }

    private void change(Generation generation, String what) {
        jdbc.sql("update search_generation set " + what + " where index_name = :index and number = :number")
                .param("index", generation.index())
                .param("number", generation.number())
                .update();
    }
}
