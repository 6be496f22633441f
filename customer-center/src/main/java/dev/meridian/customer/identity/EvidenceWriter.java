package dev.meridian.customer.identity;

import dev.meridian.customer.identity.IdentityChanges.Hold;
import dev.meridian.customer.identity.IdentityChanges.Link;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the evidence itself. Two batches may bring the same rows, so both write them in the same order. */
@Component
final class EvidenceWriter {

    private static final Comparator<Pair> PAIRS =
            Comparator.comparing(Pair::low).thenComparing(Pair::high);

    private final JdbcClient jdbc;
    private final TimeOrderedIds ids;

    EvidenceWriter(JdbcClient jdbc, TimeOrderedIds ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    void save(IdentityChanges changes, Instant now) {
        insertLinks(changes.links(), now);
        insertHolds(changes.holds(), now);
    }

    private void insertLinks(List<Link> links, Instant now) {
        if (links.isEmpty()) {
            return;
        }
        List<Link> sorted =
                links.stream().sorted(Comparator.comparing(Link::pair, PAIRS)).toList();
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
                        .param(
                                "lows",
                                Columns.texts(sorted, link -> link.pair().low().value()))
                        .param(
                                "highs",
                                Columns.texts(sorted, link -> link.pair().high().value()))
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
                        .param("now", Timestamps.utc(now))
                        .update());
    }

    private void insertHolds(List<Hold> holds, Instant now) {
        if (holds.isEmpty()) {
            return;
        }
        List<Hold> sorted =
                holds.stream().sorted(Comparator.comparing(Hold::pair, PAIRS)).toList();
        atMost(
                sorted.size(),
                jdbc.sql("""
                        insert into merge_hold (hold_id, low, high, brand, reason, brand_reason, source, evidence,
                                                observed_at, held_at)
                        select id, low, high, brand, reason, brand_reason, source, evidence, observed_at, :now
                          from unnest(cast(:ids as uuid[]), cast(:lows as uuid[]), cast(:highs as uuid[]),
                                      cast(:brands as text[]), cast(:reasons as text[]), cast(:brand_reasons as text[]),
                                      cast(:sources as text[]), cast(:evidence as text[]),
                                      cast(:observed as timestamptz[]))
                               as h(id, low, high, brand, reason, brand_reason, source, evidence, observed_at)
                            on conflict (low, high, brand, reason) do nothing
                        """)
                        .param("ids", Columns.texts(sorted, hold -> ids.next()))
                        .param(
                                "lows",
                                Columns.texts(sorted, hold -> hold.pair().low().value()))
                        .param(
                                "highs",
                                Columns.texts(sorted, hold -> hold.pair().high().value()))
                        .param(
                                "brands",
                                Columns.texts(sorted, hold -> hold.observation().brand()))
                        .param(
                                "reasons",
                                Columns.texts(
                                        sorted, hold -> hold.held().reason().wireName()))
                        .param("brand_reasons", Columns.texts(sorted, EvidenceWriter::brandReason))
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
                        .param("now", Timestamps.utc(now))
                        .update());
    }

    private static @Nullable String brandReason(Hold hold) {
        Reason reason = hold.held().brandReason();
        return reason == null ? null : reason.wireName();
    }

    private static void atMost(int expected, int rows) {
        if (rows > expected) {
            throw new IllegalStateException("Expected at most " + expected + " rows and wrote " + rows);
        }
    }
}
