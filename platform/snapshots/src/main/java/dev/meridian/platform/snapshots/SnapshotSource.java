package dev.meridian.platform.snapshots;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A center that owns facts and tells them again on request, published as a bean. What it tells are events as it always
 * tells them, made of what it knows now; whoever reads them needs no other code. Every method runs in a transaction that
 * sees one state of the database, in the sight of the group.
 */
public interface SnapshotSource {

    /** The topic family on which it tells again. */
    String topic();

    /** The topic family on which others ask for it. */
    String requests();

    /** The topic families of its live events that it tells again. */
    List<String> retold();

    /** The subjects behind that one, or the first ones, in PostgreSQL's order of ids. */
    List<UUID> next(@Nullable UUID after, int most);

    /** Which subjects these keys of events stand for today; those that stand for nobody are left out. */
    Set<UUID> standingFor(Collection<String> keys);

    /** Those that have absorbed others since then: one that was told before that lacks what it took over. */
    Set<UUID> regroupedSince(Instant then);

    /** All about these subjects, with as many facts as fit; who is gone meanwhile is left out. */
    List<Subject> tell(Collection<UUID> subjects);

    /** The facts about a subject that lie behind a place. */
    Facts further(UUID subject, Place after);
}
