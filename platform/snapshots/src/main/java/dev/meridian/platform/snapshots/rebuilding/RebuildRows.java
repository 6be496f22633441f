package dev.meridian.platform.snapshots.rebuilding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.platform.snapshots.rebuilding.Rebuild.Reason;
import dev.meridian.platform.snapshots.rebuilding.Rebuild.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rebuilds in PostgreSQL. At most one of everybody, and one of what was missed, is open at a time. */
final class RebuildRows {

    private static final double IDS = 4_294_967_296.0;
    private static final int CHUNK = 1_000;

    /** Under this name the inbox remembers subjects, for as long as it remembers anything. */
    private static final String SUBJECTS = "rebuild.subjects";

    private final JdbcClient jdbc;

    RebuildRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Begins a rebuild unless one of its kind is open; answers its id, or nothing where one is. */
    Optional<UUID> begin(Reason reason) {
        return jdbc.sql("""
                insert into rebuild (rebuild_id, reason, state, started_at, changed_at)
                values (gen_random_uuid(), :reason, 'running', clock_timestamp(), clock_timestamp())
                on conflict do nothing
                returning rebuild_id
                """).param("reason", name(reason)).query(UUID.class).optional();
    }

    /** The one of everybody that is open, locked until the transaction ends. */
    Optional<Rebuild> lockOpen() {
        return jdbc.sql("select * from rebuild where state in ('running', 'stopped') and reason <> 'gap' for update")
                .query((row, number) -> read(row))
                .optional();
    }

    Optional<Rebuild> find(UUID id) {
        return jdbc.sql("select * from rebuild where rebuild_id = :id")
                .param("id", id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** The latest ones, those that heal gaps left out. */
    List<Rebuild> latest(int most) {
        return jdbc.sql("select * from rebuild where reason <> 'gap' order by started_at desc limit :most")
                .param("most", most)
                .query((row, number) -> read(row))
                .list();
    }

    /** Changes a state; answers whether it was the other one before. */
    boolean change(UUID id, State from, State to) {
        return jdbc.sql("""
                        update rebuild set state = :to, changed_at = clock_timestamp()
                         where rebuild_id = :id and state = :from
                        """)
                        .param("to", name(to))
                        .param("id", id)
                        .param("from", name(from))
                        .update()
                == 1;
    }

    /** Those of the ids that are rebuilds of this center. */
    Set<UUID> known(Collection<UUID> ids) {
        return new HashSet<>(jdbc.sql("select rebuild_id from rebuild where rebuild_id = any(cast(:ids as uuid[]))")
                .param("ids", Columns.texts(ids))
                .query(UUID.class)
                .list());
    }

    /** How many of the subjects a rebuild was not told all about before: after a crash, an owner tells some again. */
    int first(UUID id, Collection<UUID> subjects) {
        return jdbc.sql("""
                insert into inbox (consumer, event_id)
                select :consumer, event_id from unnest(cast(:names as uuid[])) as event_id
                on conflict do nothing
                """)
                .param("consumer", SUBJECTS)
                .param("names", Columns.texts(subjects, subject -> name(id, subject)))
                .update();
    }

    private static UUID name(UUID rebuild, UUID subject) {
        return UUID.nameUUIDFromBytes((rebuild + "/" + subject).getBytes(UTF_8));
    }

    /** Notes that subjects were told, how many rows were wrong, and ends a rebuild that was told everything. */
    void advance(UUID id, int subjects, int corrected, @Nullable UUID reached) {
        int moved = jdbc.sql("""
                update rebuild
                   set subjects = subjects + :subjects, corrected = corrected + :corrected,
                       reached = greatest(reached, :reached), changed_at = clock_timestamp()
                 where rebuild_id = :id
                """)
                .param("subjects", subjects)
                .param("corrected", corrected)
                .param("reached", reached, Types.OTHER)
                .param("id", id)
                .update();
        assert moved <= 1;
        finishIfTold(id);
    }

    void expect(UUID id, long subjects) {
        int noted = jdbc.sql(
                        "update rebuild set expected = :subjects, changed_at = clock_timestamp() where rebuild_id = :id")
                .param("subjects", subjects)
                .param("id", id)
                .update();
        assert noted <= 1;
        finishIfTold(id);
    }

    private void finishIfTold(UUID id) {
        int finished = jdbc.sql("""
                update rebuild set state = 'finished', finished_at = clock_timestamp()
                 where rebuild_id = :id and state in ('running', 'stopped') and subjects >= expected
                """).param("id", id).update();
        assert finished <= 1;
    }

    /** Ends a rebuild of everybody that was not told everything, to make room for another; answers how many. */
    int fail(Duration silence) {
        return jdbc.sql("""
                update rebuild set state = 'failed', finished_at = clock_timestamp()
                 where state = 'running' and reason <> 'gap'
                   and changed_at < clock_timestamp() - :silence * interval '1 second'
                """).param("silence", silence.toSeconds()).update();
    }

    /**
     * Ends what is open of everybody: it may have passed those who have lost something since. One that began for a loss a
     * moment ago is for the same one, which each of a center's readers notices. Answers which ended.
     */
    Optional<UUID> supersede() {
        return jdbc.sql("""
                update rebuild set state = 'failed', finished_at = clock_timestamp()
                 where state in ('running', 'stopped') and reason <> 'gap'
                   and not (state = 'running' and reason = 'lost'
                            and started_at > clock_timestamp() - interval '1 minute')
                returning rebuild_id
                """).query(UUID.class).optional();
    }

    /** Ends what heals gaps where its owner has said nothing for so long: it is asked anew. */
    void giveUpHealing(Duration silence) {
        int given = jdbc.sql("""
                update rebuild set state = 'finished', finished_at = clock_timestamp()
                 where state <> 'finished' and reason = 'gap'
                   and changed_at < clock_timestamp() - :silence * interval '1 second'
                """).param("silence", silence.toSeconds()).update();
        assert given <= 1;
    }

    int forget(Duration age) {
        return jdbc.sql("""
                delete from rebuild where rebuild_id in (
                    select rebuild_id from rebuild
                     where finished_at < clock_timestamp() - :age * interval '1 second' limit :chunk)
                """).param("age", age.toSeconds()).param("chunk", CHUNK).update();
    }

    private static Rebuild read(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new Rebuild(
                row.getObject("rebuild_id", UUID.class),
                Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)),
                state,
                state == State.FINISHED ? 100 : percent(row.getObject("reached", UUID.class)),
                row.getLong("subjects"),
                row.getLong("corrected"),
                Timestamps.instant(row, "started_at"),
                Timestamps.instant(row, "changed_at"),
                Timestamps.instantOrNull(row, "finished_at"));
    }

    /** Subjects are told in the order of ids, and ids are random. */
    private static int percent(@Nullable UUID reached) {
        return reached == null ? 0 : (int) ((reached.getMostSignificantBits() >>> 32) / IDS * 100);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
