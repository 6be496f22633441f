package dev.meridian.customer.identity;

import dev.meridian.customer.identity.IdentityChanges.OfBrand;
import dev.meridian.customer.identity.IdentityChanges.SeenIdentifier;
import dev.meridian.customer.identity.IdentityResolution.Introduction;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes which customers each brand knows. Whoever changes one has locked it before, so no two writers meet here. */
@Component
class BrandCustomerWriter {

    private final JdbcClient jdbc;

    BrandCustomerWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void save(IdentityChanges changes, List<Introduction> introductions, Instant now) {
        insert(introductions, now);
        merge(changes.brandMerges());
        insertSightings(
                changes.sightings().stream().filter(seen -> !seen.seenBefore()).toList(), now);
        verify(changes.sightings().stream().filter(SeenIdentifier::seenBefore).toList());
        Set<OfBrand> touched = new HashSet<>(changes.touched());
        introductions.forEach(one -> touched.remove(new OfBrand(one.brand(), one.shown())));
        touch(touched);
    }

    /** Says that something has changed that the brands are shown of these customers. */
    void touch(Collection<OfBrand> customers) {
        if (customers.isEmpty()) {
            return;
        }
        expectAll(
                customers.size(),
                jdbc.sql("""
                        update brand_customer b
                           set version = version + 1
                          from unnest(cast(:brands as text[]), cast(:customers as uuid[])) as k(brand, customer_id)
                         where b.brand = k.brand and b.customer_id = k.customer_id
                        """)
                        .param("brands", Columns.texts(customers, OfBrand::brand))
                        .param(
                                "customers",
                                Columns.texts(customers, one -> one.customer().value()))
                        .update());
    }

    private void insert(List<Introduction> introductions, Instant now) {
        if (introductions.isEmpty()) {
            return;
        }
        expectAll(
                introductions.size(),
                jdbc.sql("""
                        insert into brand_customer (brand, customer_id, known_since)
                        select brand, customer_id, :now
                          from unnest(cast(:brands as text[]), cast(:customers as uuid[])) with ordinality
                               as c(brand, customer_id, place)
                         order by place
                        """)
                        .param("brands", Columns.texts(introductions, Introduction::brand))
                        .param(
                                "customers",
                                Columns.texts(introductions, one -> one.shown().value()))
                        .param("now", Timestamps.utc(now))
                        .update());
    }

    private void merge(List<BrandMerge> merges) {
        if (merges.isEmpty()) {
            return;
        }
        int moved = jdbc.sql("""
                        update identifier_sighting s
                           set customer_id = m.survivor
                          from unnest(cast(:brands as text[]), cast(:survivors as uuid[]), cast(:absorbed as uuid[]))
                               as m(brand, survivor, absorbed)
                         where s.brand = m.brand and s.customer_id = m.absorbed
                        """)
                .param("brands", Columns.texts(merges, BrandMerge::brand))
                .param(
                        "survivors",
                        Columns.texts(merges, merge -> merge.survivor().value()))
                .param(
                        "absorbed",
                        Columns.texts(merges, merge -> merge.absorbed().value()))
                .update();
        if (moved < merges.size()) {
            throw new IllegalStateException("A customer of a brand had no identifier");
        }
        expectAll(
                merges.size(),
                jdbc.sql("""
                        update brand_customer b
                           set survivor_id = m.survivor, merge_id = m.merge_id, merged_at = m.merged_at
                          from unnest(cast(:brands as text[]), cast(:survivors as uuid[]), cast(:absorbed as uuid[]),
                                      cast(:merges as uuid[]), cast(:times as timestamptz[]))
                               as m(brand, survivor, absorbed, merge_id, merged_at)
                         where b.brand = m.brand and b.customer_id = m.absorbed and b.survivor_id is null
                        """)
                        .param("merges", Columns.texts(merges, BrandMerge::mergeId))
                        .param("times", Columns.texts(merges, BrandMerge::mergedAt))
                        .param("brands", Columns.texts(merges, BrandMerge::brand))
                        .param(
                                "survivors",
                                Columns.texts(merges, merge -> merge.survivor().value()))
                        .param(
                                "absorbed",
                                Columns.texts(merges, merge -> merge.absorbed().value()))
                        .update());
    }

    private void insertSightings(List<SeenIdentifier> sightings, Instant now) {
        if (sightings.isEmpty()) {
            return;
        }
        List<SeenIdentifier> sorted = sightings.stream()
                .sorted(Comparator.<SeenIdentifier, String>comparing(
                                seen -> seen.brand().key())
                        .thenComparing(SeenIdentifier::id))
                .toList();
        expectAll(
                sorted.size(),
                jdbc.sql("""
                        insert into identifier_sighting (brand, identifier_id, customer_id, verified, first_seen_at)
                        select brand, id, customer_id, verified, :now
                          from unnest(cast(:brands as text[]), cast(:ids as uuid[]), cast(:customers as uuid[]),
                                      cast(:verified as boolean[])) as s(brand, id, customer_id, verified)
                        """)
                        .param("brands", Columns.texts(sorted, SeenIdentifier::brand))
                        .param("ids", Columns.texts(sorted, seen -> seen.id().value()))
                        .param(
                                "customers",
                                Columns.texts(sorted, seen -> seen.customer().value()))
                        .param("verified", Columns.texts(sorted, SeenIdentifier::verified))
                        .param("now", Timestamps.utc(now))
                        .update());
    }

    private void verify(List<SeenIdentifier> sightings) {
        if (sightings.isEmpty()) {
            return;
        }
        expectAll(
                sightings.size(),
                jdbc.sql("""
                        update identifier_sighting s
                           set verified = true
                          from unnest(cast(:brands as text[]), cast(:ids as uuid[])) as v(brand, id)
                         where s.brand = v.brand and s.identifier_id = v.id
                        """)
                        .param("brands", Columns.texts(sightings, SeenIdentifier::brand))
                        .param("ids", Columns.texts(sightings, seen -> seen.id().value()))
                        .update());
    }

    private static void expectAll(int expected, int rows) {
        if (rows != expected) {
            throw new IllegalStateException("Expected " + expected + " rows and wrote " + rows);
        }
    }
}
