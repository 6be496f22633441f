package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Audit records in PostgreSQL, where they can be added and nothing else. */
class JdbcAudit {

    private static final String COLUMNS = """
        select format, brand, position, recorded_at, actor_kind, actor_scope, actor_issuer, actor_client, actor_account,
               action, subject_kind, subject, state_before, state_after, request_id, request_id_origin, previous_hash,
               hash
          from audit_record
        """;

    private final JdbcClient jdbc;

    JdbcAudit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The end of the chain, kept from growing until the transaction ends. */
    ChainHead lockHead(String brand) {
        int begun = jdbc.sql("""
            insert into audit_chain (brand, position, head_hash) values (:brand, 0, :none) on conflict do nothing
            """)
                .param("brand", brand)
                .param("none", Hash.none().bytes())
                .update();
        ChainHead head = jdbc.sql("select brand, position, head_hash from audit_chain where brand = :brand for update")
                .param("brand", brand)
                .query(JdbcAudit::head)
                .single();
        if (begun == 1 && head.position() != 0) {
            throw new IllegalStateException("A new chain has records");
        }
        return head;
    }

    void append(AuditRecord next) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        BrandScope scope = next.actor().scope();
        values.put("format", next.format());
        values.put("scope", scope == null ? null : scope.databaseValue());
        values.put("brand", next.brand());
        values.put("position", next.position());
        values.put("at", Timestamps.utc(next.recordedAt()));
        values.put("kind", next.actor().kind().wireName());
        values.put("issuer", next.actor().issuer());
        values.put("client", next.actor().client());
        values.put("account", next.actor().account());
        values.put("action", next.action());
        values.put("subjectKind", next.subjectKind());
        values.put("subject", next.subject());
        values.put("before", next.before());
        values.put("after", next.after());
        values.put("request", next.request().id());
        values.put("origin", next.request().origin());
        values.put("previous", next.previous().bytes());
        values.put("hash", next.hash().bytes());
        int added = jdbc.sql("""
            with added as (
                insert into audit_record (format, brand, position, recorded_at, actor_kind, actor_scope, actor_issuer,
                                          actor_client, actor_account, action, subject_kind, subject, state_before,
                                          state_after, request_id, request_id_origin, previous_hash, hash)
                values (:format, :brand, :position, :at, :kind, :scope, :issuer, :client, :account, :action,
                        :subjectKind, :subject, :before, :after, :request, :origin, :previous, :hash)
            )
            update audit_chain set position = :position, head_hash = :hash
             where brand = :brand and position = :position - 1
            """).params(values).update();
        if (added != 1) {
            throw new IllegalStateException("The chain has grown meanwhile");
        }
    }

    List<ChainHead> heads() {
        return jdbc.sql("select brand, position, head_hash from audit_chain order by brand")
                .query(JdbcAudit::head)
                .list();
    }

    /** Records of a chain behind a position, in order. */
    List<AuditRecord> chain(String brand, long after, int count) {
        return jdbc.sql(COLUMNS + " where brand = :brand and position > :after order by position limit :count")
                .param("brand", brand)
                .param("after", after)
                .param("count", count)
                .query(JdbcAudit::read)
                .list();
    }

    /** Records, newest first. Each wish is a condition of its own, so that the fitting index is used. */
    List<AuditRecord> find(AuditQuery query, int count) {
        List<String> conditions = new ArrayList<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        wish(conditions, values, "brand = :brand", "brand", query.brand());
        wish(conditions, values, "subject = :subject", "subject", query.subject());
        wish(conditions, values, "action = :action", "action", query.action());
        wish(conditions, values, client(query), "client", query.client());
        wish(
                conditions,
                values,
                "recorded_at >= :from",
                "from",
                query.from() == null ? null : Timestamps.utc(query.from()));
        wish(conditions, values, "recorded_at < :to", "to", query.to() == null ? null : Timestamps.utc(query.to()));
        if (query.after() != null) {
            conditions.add("(recorded_at, brand, position) < (:lastAt, :lastBrand, :lastPosition)");
            values.put("lastAt", Timestamps.utc(query.after().recordedAt()));
            values.put("lastBrand", query.after().brand());
            values.put("lastPosition", query.after().position());
        }
        values.put("count", count);
        values.put("reader", query.readerBrand());
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return jdbc.sql(COLUMNS + where + " order by recorded_at desc, brand desc, position desc limit :count")
                .params(values)
                .query(JdbcAudit::read)
                .list();
    }

    /** A brand finds by their client only the acts of which it is told who did them: see {@link Actor#isKnownTo}. */
    private static String client(AuditQuery query) {
        return query.readerBrand() == null
                ? "actor_client = :client"
                : "actor_client = :client and (actor_scope = :reader"
                        + " or (actor_scope is null and starts_with(actor_client, :reader || '.')))";
    }

    private static void wish(
            List<String> conditions,
            Map<String, @Nullable Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static ChainHead head(ResultSet row, int number) throws SQLException {
        return new ChainHead(row.getString("brand"), row.getLong("position"), Hash.of(row.getBytes("head_hash")));
    }

    private static AuditRecord read(ResultSet row, int number) throws SQLException {
        String scope = row.getString("actor_scope");
        return new AuditRecord(
                row.getInt("format"),
                row.getString("brand"),
                row.getLong("position"),
                Timestamps.instant(row, "recorded_at"),
                new Actor(
                        Actor.Kind.of(row.getString("actor_kind")),
                        scope == null ? null : BrandScope.parse(scope),
                        row.getString("actor_issuer"),
                        row.getString("actor_client"),
                        row.getString("actor_account")),
                row.getString("action"),
                row.getString("subject_kind"),
                row.getString("subject"),
                row.getString("state_before"),
                row.getString("state_after"),
                new AuditRecord.Request(row.getString("request_id"), row.getString("request_id_origin")),
                Hash.of(row.getBytes("previous_hash")),
                Hash.of(row.getBytes("hash")));
    }
}
