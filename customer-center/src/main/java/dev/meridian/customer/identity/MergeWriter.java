package dev.meridian.customer.identity;

import dev.meridian.platform.rows.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes merges, with everything that undoing them needs. */
@Component
final class MergeWriter {

    private final JdbcClient jdbc;

    MergeWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param merges in the order they were decided */
    void save(List<Merge> merges) {
        if (merges.isEmpty()) {
            return;
        }
        expectAll(
                merges.size(),
                jdbc.sql("""
                        insert into merge (merge_id, survivor_id, absorbed_id, brand, cause, source, evidence,
                                           merged_at)
                        select id, survivor, absorbed, brand, cause, source, evidence, merged_at
                          from unnest(cast(:ids as uuid[]), cast(:survivors as uuid[]), cast(:absorbed as uuid[]),
                                      cast(:brands as text[]), cast(:causes as text[]), cast(:sources as text[]),
                                      cast(:evidence as text[]), cast(:times as timestamptz[]))
                               as m(id, survivor, absorbed, brand, cause, source, evidence, merged_at)
                        """)
                        .param("causes", Columns.texts(merges, Merge::reason))
                        .param("ids", Columns.texts(merges, Merge::mergeId))
                        .param(
                                "survivors",
                                Columns.texts(merges, merge -> merge.survivor().value()))
                        .param(
                                "absorbed",
                                Columns.texts(merges, merge -> merge.absorbed().value()))
                        .param(
                                "brands",
                                Columns.texts(merges, merge -> merge.evidence().brand()))
                        .param(
                                "sources",
                                Columns.texts(
                                        merges,
                                        merge -> merge.evidence().source().wireName()))
                        .param(
                                "evidence",
                                Columns.texts(merges, merge -> merge.evidence().evidence()))
                        .param("times", Columns.texts(merges, Merge::mergedAt))
                        .update());
        moveIdentifiers(merges);
        aliasAbsorbed(merges);
    }

    private void moveIdentifiers(List<Merge> merges) {
        record Move(Merge merge, IdentifierId identifier) {}
        List<Move> moves = new ArrayList<>();
        Map<IdentifierId, CustomerId> finalCustomer = new HashMap<>();
        for (Merge merge : merges) {
            for (IdentifierId identifier : merge.moved()) {
                moves.add(new Move(merge, identifier));
                finalCustomer.put(identifier, merge.survivor());
            }
        }
        if (moves.isEmpty()) {
            return;
        }
        expectAll(
                moves.size(),
                jdbc.sql("""
                        insert into merge_moved_identifier (merge_id, identifier_id)
                        select merge_id, identifier_id
                          from unnest(cast(:merges as uuid[]), cast(:identifiers as uuid[]))
                               as m(merge_id, identifier_id)
                        """)
                        .param(
                                "merges",
                                Columns.texts(moves, move -> move.merge().mergeId()))
                        .param(
                                "identifiers",
                                Columns.texts(moves, move -> move.identifier().value()))
                        .update());
        expectAll(
                finalCustomer.size(),
                jdbc.sql("""
                        update identifier i
                           set customer_id = m.customer_id
                          from unnest(cast(:identifiers as uuid[]), cast(:customers as uuid[]))
                               as m(identifier_id, customer_id)
                         where i.identifier_id = m.identifier_id
                        """)
                        .param("identifiers", Columns.texts(finalCustomer.keySet(), IdentifierId::value))
                        .param("customers", Columns.texts(finalCustomer.values(), CustomerId::value))
                        .update());
    }

    private void aliasAbsorbed(List<Merge> merges) {
        expectAll(
                merges.size(),
                jdbc.sql("""
                        insert into customer_alias (absorbed_id, survivor_id, merge_id)
                        select absorbed, survivor, merge_id
                          from unnest(cast(:absorbed as uuid[]), cast(:survivors as uuid[]), cast(:merges as uuid[]))
                               as a(absorbed, survivor, merge_id)
                        """)
                        .param(
                                "absorbed",
                                Columns.texts(merges, merge -> merge.absorbed().value()))
                        .param(
                                "survivors",
                                Columns.texts(merges, merge -> merge.survivor().value()))
                        .param("merges", Columns.texts(merges, Merge::mergeId))
                        .update());
        expectAll(
                merges.size(),
                jdbc.sql("""
                        update customer set state = 'merged'
                         where customer_id = any(cast(:absorbed as uuid[])) and state = 'active'
                        """)
                        .param(
                                "absorbed",
                                Columns.texts(merges, merge -> merge.absorbed().value()))
                        .update());
    }

    private static void expectAll(int expected, int rows) {
        if (rows != expected) {
            throw new IllegalStateException("Expected " + expected + " rows and wrote " + rows);
        }
    }
}
