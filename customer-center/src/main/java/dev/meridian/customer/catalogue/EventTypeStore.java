package dev.meridian.customer.catalogue;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What brands have declared, in PostgreSQL. Every change moves the brand's revision, which is what caches look at. */
@Component
final class EventTypeStore {

    private final JdbcClient jdbc;

    EventTypeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A brand's policy and how often its catalogue has changed. */
    record State(UndeclaredPolicy policy, long revision) {

        static final State INITIAL = new State(UndeclaredPolicy.PRIVATE, 0);
    }

    /** The state of a brand that may never have changed anything. */
    State state(Brand brand) {
        return jdbc.sql("select undeclared, revision from event_catalogue where brand = :brand")
                .param("brand", brand.key())
                .query((row, number) -> new State(
                        UndeclaredPolicy.ofWireName(row.getString("undeclared")).orElseThrow(),
                        row.getLong("revision")))
                .optional()
                .orElse(State.INITIAL);
    }

    /** Moves the revision; until the transaction ends, nobody else changes this brand's catalogue. */
    State change(Brand brand) {
        return jdbc.sql("""
                        insert into event_catalogue (brand, undeclared, revision) values (:brand, :initial, 1)
                            on conflict (brand) do update set revision = event_catalogue.revision + 1
                        returning undeclared, revision
                        """)
                .param("brand", brand.key())
                .param("initial", UndeclaredPolicy.PRIVATE.wireName())
                .query((row, number) -> new State(
                        UndeclaredPolicy.ofWireName(row.getString("undeclared")).orElseThrow(),
                        row.getLong("revision")))
                .single();
    }

    /** Sets the policy, after {@link #change}. */
    void setPolicy(Brand brand, UndeclaredPolicy policy) {
        int rows = jdbc.sql("update event_catalogue set undeclared = :policy where brand = :brand")
                .param("policy", policy.wireName())
                .param("brand", brand.key())
                .update();
        expectOne(rows);
    }

    /** The newest version of each of the brand's types. */
    List<EventSchema> newest(Brand brand) {
        return jdbc.sql("""
                        select v.type, v.version, v.document
                          from event_type t
                          join event_type_version v
                            on v.brand = t.brand and v.type = t.type and v.version = t.version
                         where t.brand = :brand
                        """)
                .param("brand", brand.key())
                .query((row, number) -> schema(row.getString("type"), row.getInt("version"), row.getString("document")))
                .list();
    }

    /** The newest version of one type. */
    Optional<EventSchema> newest(Brand brand, String type) {
        return jdbc.sql("""
                        select v.type, v.version, v.document
                          from event_type t
                          join event_type_version v
                            on v.brand = t.brand and v.type = t.type and v.version = t.version
                         where t.brand = :brand and t.type = :type
                        """)
                .param("brand", brand.key())
                .param("type", type)
                .query((row, number) -> schema(row.getString("type"), row.getInt("version"), row.getString("document")))
                .optional();
    }

    /** How many types the brand has; there is a limit, so this counts few rows. */
    int count(Brand brand) {
        return jdbc.sql("select count(*) from event_type where brand = :brand")
                .param("brand", brand.key())
                .query(Integer.class)
                .single();
    }

    /** Stores the first version of a type, after {@link #change}. @param ordinal its number among the brand's types */
    void addType(Brand brand, String type, int ordinal, JsonNode document, String by, Instant now) {
        expectOne(jdbc.sql("insert into event_type (brand, type, ordinal, version) values (:brand, :type, :ordinal, 1)")
                .param("brand", brand.key())
                .param("type", type)
                .param("ordinal", ordinal)
                .update());
        addVersion(brand, type, 1, document, by, now);
    }

    /** Puts a later version in force, after {@link #change}. */
    void replace(Brand brand, String type, int version, JsonNode document, String by, Instant now) {
        expectOne(jdbc.sql("""
                        update event_type set version = :version
                         where brand = :brand and type = :type and version = :version - 1
                        """)
                .param("brand", brand.key())
                .param("type", type)
                .param("version", version)
                .update());
        addVersion(brand, type, version, document, by, now);
    }

    private void addVersion(Brand brand, String type, int version, JsonNode document, String by, Instant now) {
        expectOne(jdbc.sql("""
                        insert into event_type_version (brand, type, version, document, registered_at, registered_by)
                        values (:brand, :type, :version, :document, :now, :by)
                        """)
                .param("brand", brand.key())
                .param("type", type)
                .param("version", version)
                .param("document", OwnJson.write(document))
                .param("now", Timestamps.utc(now))
                .param("by", by)
                .update());
    }

    private static EventSchema schema(String type, int version, String text) {
        JsonNode document = OwnJson.tree(text);
        return new EventSchema(type, version, EventSchema.Owner.BRAND, SchemaReader.readOwn(document, type), document);
    }

    private static void expectOne(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("One row was to change, and " + rows + " did");
        }
    }
}
