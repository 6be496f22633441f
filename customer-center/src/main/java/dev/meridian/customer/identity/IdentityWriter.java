package dev.meridian.customer.identity;

import dev.meridian.customer.identity.IdentityChanges.NewIdentifier;
import dev.meridian.customer.identity.IdentityResolution.Introduction;
import dev.meridian.customer.protection.SubjectKey;
import dev.meridian.customer.protection.SubjectKeys;
import dev.meridian.customer.protection.SubjectKeys.Subject;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes what a batch of evidence changes, one statement per table. */
@Component
final class IdentityWriter {

    private final JdbcClient jdbc;
    private final SubjectKeys keys;
    private final MergeWriter merges;
    private final BrandCustomerWriter brandCustomers;
    private final EvidenceWriter evidence;

    IdentityWriter(
            JdbcClient jdbc,
            SubjectKeys keys,
            MergeWriter merges,
            BrandCustomerWriter brandCustomers,
            EvidenceWriter evidence) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.merges = merges;
        this.brandCustomers = brandCustomers;
        this.evidence = evidence;
    }

    /** @param introductions the customers that brands meet, under the ids they will know them by */
    void save(IdentityChanges changes, List<Introduction> introductions, Instant now) {
        insertCustomers(changes.created(), now);
        insertIdentifiers(changes.identifiers(), now);
        merges.save(changes.merges());
        brandCustomers.save(changes, introductions, now);
        evidence.save(changes, now);
    }

    private void insertCustomers(List<CustomerId> customers, Instant now) {
        if (customers.isEmpty()) {
            return;
        }
        expectAll(
                customers.size(),
                jdbc.sql("""
                        insert into customer (customer_id, created_at)
                        select id, :now from unnest(cast(:ids as uuid[])) with ordinality as c(id, place) order by place
                        """)
                        .param("ids", Columns.texts(customers, CustomerId::value))
                        .param("now", Timestamps.utc(now))
                        .update());
    }

    private void insertIdentifiers(List<NewIdentifier> identifiers, Instant now) {
        if (identifiers.isEmpty()) {
            return;
        }
        Map<UUID, SubjectKey> keyOf = keys.ensure(
                Subject.IDENTIFIER,
                identifiers.stream().map(identifier -> identifier.id().value()).toList());
        record Row(NewIdentifier identifier, SubjectKey key) {
            byte[] cipher() {
                return key.encrypt(place(identifier.id()), identifier.value());
            }
        }
        List<Row> rows = identifiers.stream()
                .map(identifier -> new Row(
                        identifier,
                        Objects.requireNonNull(keyOf.get(identifier.id().value()))))
                .toList();
        expectAll(
                rows.size(),
                jdbc.sql("""
                        insert into identifier (identifier_id, type, scope, blind_index, key_id, cipher, customer_id,
                                                first_seen_at)
                        select id, type, scope, decode(blind, 'hex'), key_id, cipher, customer_id, :now
                          from unnest(cast(:ids as uuid[]), cast(:types as text[]), cast(:scopes as text[]),
                                      cast(:blinds as text[]), cast(:keys as uuid[]), cast(:ciphers as bytea[]),
                                      cast(:customers as uuid[]))
                               as n(id, type, scope, blind, key_id, cipher, customer_id)
                        """)
                        .param(
                                "ids",
                                Columns.texts(rows, row -> row.identifier().id().value()))
                        .param(
                                "types",
                                Columns.texts(
                                        rows,
                                        row -> row.identifier().key().type().wireName()))
                        .param(
                                "scopes",
                                Columns.texts(
                                        rows, row -> row.identifier().key().scope()))
                        .param(
                                "blinds",
                                Columns.texts(
                                        rows, row -> row.identifier().key().blindIndex()))
                        .param("keys", Columns.texts(rows, row -> row.key().id()))
                        .param("ciphers", Columns.bytes(rows, Row::cipher))
                        .param(
                                "customers",
                                Columns.texts(
                                        rows, row -> row.identifier().customer().value()))
                        .param("now", Timestamps.utc(now))
                        .update());
    }

    /** Where an identifier's ciphertext stands, and the only place where it opens. */
    static String place(IdentifierId id) {
        return "identifier/cipher/" + id.value();
    }

    private static void expectAll(int expected, int rows) {
        if (rows != expected) {
            throw new IllegalStateException("Expected " + expected + " rows and wrote " + rows);
        }
    }
}
