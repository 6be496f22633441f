package dev.meridian.customer.identity;

import dev.meridian.customer.identity.IdentityChanges.Hold;
import dev.meridian.customer.identity.IdentityChanges.Link;
import dev.meridian.customer.identity.IdentityChanges.SeenIdentifier;
import dev.meridian.customer.sql.Columns;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the evidence itself. Two batches may bring the same rows, so both write them in the same order. */
@Component
final class EvidenceWriter {

    private final JdbcClient jdbc;
    private final TimeOrderedIds ids;

    EvidenceWriter(JdbcClient jdbc, TimeOrderedIds ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    void save(IdentityChanges changes, Instant now) {
        insertSightings(changes.sightings(), now);
        insertLinks(changes.links(), now);
        insertHolds(changes.holds(), now);
    }

    private void insertSightings(List<SeenIdentifier> sightings, Instant now) {
        List<SeenIdentifier> sorted = sightings.stream()
                .sorted(Comparator.<SeenIdentifier, String>comparing(
                                seen -> seen.observation().brand().key())
                        .thenComparing(SeenIdentifier::id))
                .toList();
        int added = jdbc.sql("""
                        insert into identifier_sighting (brand, identifier_id, verified, first_seen_at)
                        select brand, id, verified, :now
                          from unnest(cast(:brands as text[]), cast(:ids as uuid[]), cast(:verified as boolean[]))
                               as s(brand, id, verified)
                            on conflict (brand, identifier_id) do nothing
                        """)
                .param(
                        "brands",
                        Columns.texts(sorted, seen -> seen.observation().brand()))
                .param("ids", Columns.texts(sorted, seen -> seen.id().value()))
                .param("verified", Columns.texts(sorted, SeenIdentifier::verified))
                .param("now", Timestamp.from(now))
                .update();
        List<SeenIdentifier> verified =
                sorted.stream().filter(SeenIdentifier::verified).toList();
        if (added < sorted.size() && !verified.isEmpty()) {
            markVerified(verified);
        }
    }

    private void markVerified(List<SeenIdentifier> verified) {
        int marked = jdbc.sql("""
                        update identifier_sighting s
                           set verified = true
                          from unnest(cast(:brands as text[]), cast(:ids as uuid[])) as v(brand, id)
                         where s.brand = v.brand and s.identifier_id = v.id and not s.verified
                        """)
                .param(
                        "brands",
                        Columns.texts(verified, seen -> seen.observation().brand()))
                .param("ids", Columns.texts(verified, seen -> seen.id().value()))
                .update();
        if (marked > verified.size()) {
            throw new IllegalStateException("More identifiers were verified than were seen");
        }
    }

    private void insertLinks(List<Link> links, Instant now) {
        if (links.isEmpty()) {
            return;
        }
        List<Link> sorted = links.stream()
                .sorted(Comparator.comparing(Link::low).thenComparing(Link::high))
                .toList();
        atMost(
                sorted.size(),
                jdbc.sql("""
                        insert into identity_link (low, high, brand, source, evidence, observed_at, recorded_at)
                        select low, high, brand, source, evidence, observed_at, :now
                          from unnest(cast(:lows as uuid[]), cast(:highs as uuid[]), cast(:brands as text[]),
                                      cast(:sources as text[]), cast(:evidence as text[]),
                                      cast(:observed as timestamptz[]))
                               as l(low, high, brand, source, evidence, observed_at)
                            on conflict (low, high, brand, source) do nothing
                        """)
                        .param("lows", Columns.texts(sorted, link -> link.low().value()))
                        .param(
                                "highs",
                                Columns.texts(sorted, link -> link.high().value()))
                        .param(
                                "brands",
                                Columns.texts(sorted, link -> link.observation().brand()))
                        .param(
                                "sources",
                                Columns.texts(
                                        sorted,
                                        link -> link.observation().source().wireName()))
                        .param(
                                "evidence",
                                Columns.texts(sorted, link -> link.observation().evidence()))
                        .param(
                                "observed",
                                Columns.texts(sorted, link -> link.observation().observedAt()))
                        .param("now", Timestamp.from(now))
                        .update());
    }

    private void insertHolds(List<Hold> holds, Instant now) {
        if (holds.isEmpty()) {
            return;
        }
        List<Hold> sorted = holds.stream()
                .sorted(Comparator.comparing(Hold::low).thenComparing(Hold::high))
                .toList();
        atMost(
                sorted.size(),
                jdbc.sql("""
                        insert into merge_hold (hold_id, low, high, brand, reason, source, evidence, observed_at,
                                                held_at)
                        select id, low, high, brand, reason, source, evidence, observed_at, :now
                          from unnest(cast(:ids as uuid[]), cast(:lows as uuid[]), cast(:highs as uuid[]),
                                      cast(:brands as text[]), cast(:reasons as text[]), cast(:sources as text[]),
                                      cast(:evidence as text[]), cast(:observed as timestamptz[]))
                               as h(id, low, high, brand, reason, source, evidence, observed_at)
                            on conflict (low, high, brand, reason) do nothing
                        """)
                        .param("ids", Columns.texts(sorted, hold -> ids.next()))
                        .param("lows", Columns.texts(sorted, hold -> hold.low().value()))
                        .param(
                                "highs",
                                Columns.texts(sorted, hold -> hold.high().value()))
                        .param(
                                "brands",
                                Columns.texts(sorted, hold -> hold.observation().brand()))
                        .param(
                                "reasons",
                                Columns.texts(sorted, hold -> hold.reason().wireName()))
                        .param(
                                "sources",
                                Columns.texts(
                                        sorted,
                                        hold -> hold.observation().source().wireName()))
                        .param(
                                "evidence",
                                Columns.texts(sorted, hold -> hold.observation().evidence()))
                        .param(
                                "observed",
                                Columns.texts(sorted, hold -> hold.observation().observedAt()))
                        .param("now", Timestamp.from(now))
                        .update());
    }

    private static void atMost(int expected, int rows) {
        if (rows > expected) {
            throw new IllegalStateException("Expected at most " + expected + " rows and wrote " + rows);
        }
    }
}
