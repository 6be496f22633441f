package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.rules.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what is known of customers, in the caller's transaction and as its brand scope may see it. */
@Component
public class FactsArchive {

    /** Of one source profile and type the newest so many are looked at: a till or a bot has no end of them. */
    static final int MOST_FACTS = 10_000;

    private final JdbcClient jdbc;

    FactsArchive(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is known of each customer of the scope as far as needed; customers of whom nothing is known are absent. What a
     * brand knows of its customers is read by the brand's own grouping of its own source profiles.
     */
    public Map<CustomerId, CustomerRecord> load(BrandScope scope, Collection<CustomerId> customers, FactsNeed need) {
        Map<CustomerId, List<Fact>> activity = new HashMap<>();
        Map<CustomerId, List<CustomerRecord.View>> views = new HashMap<>();
        @Nullable String[] ids = Columns.texts(customers);
        if (!need.events().isEmpty() && ids.length > 0) {
            loadActivity(scope, ids, need, activity);
        }
        if (need.attributes() && ids.length > 0) {
            loadViews(scope, ids, views);
        }
        Map<CustomerId, CustomerRecord> records = new HashMap<>();
        for (CustomerId customer : customers) {
            List<Fact> facts = activity.getOrDefault(customer, List.of());
            List<CustomerRecord.View> said = views.getOrDefault(customer, List.of());
            if (!facts.isEmpty() || !said.isEmpty()) {
                records.put(customer, new CustomerRecord(facts, said));
            }
        }
        return records;
    }

    private void loadActivity(
            BrandScope scope, @Nullable String[] ids, FactsNeed need, Map<CustomerId, List<Fact>> activity) {
        jdbc.sql("""
            select p.customer_id, f.interaction_id, f.brand, f.type, f.channel, f.occurred_at,
                   f.properties::text as properties
              from source_profile p
             cross join unnest(:types::text[]) as wanted (type)
             -- The limit also keeps the planner at one index scan per source profile and type: left alone, it reads the
             -- whole table for a few hundred customers.
             cross join lateral (
                   select * from activity_fact a
                    where a.source_profile_id = p.source_profile_id
                      and a.type = wanted.type and a.occurred_at > :after and a.occurred_at <= :until
                    order by a.occurred_at desc limit :most) f
             where p.brand = :brand and p.customer_id = any(:ids::uuid[])
            """)
                .param("brand", scope.databaseValue())
                .param("most", MOST_FACTS)
                .param("ids", ids)
                .param("types", Columns.texts(need.events()))
                .param("after", Timestamps.utc(need.after()))
                .param("until", Timestamps.utc(need.until()))
                .query(row -> {
                    CustomerId customer = new CustomerId(row.getObject("customer_id", UUID.class));
                    activity.computeIfAbsent(customer, _ -> new ArrayList<>())
                            .add(new Fact(
                                    row.getObject("interaction_id", UUID.class),
                                    row.getString("brand"),
                                    row.getString("type"),
                                    row.getString("channel"),
                                    Timestamps.instant(row, "occurred_at"),
                                    FactsJson.scalars(row.getString("properties"))));
                });
    }

    private void loadViews(BrandScope scope, @Nullable String[] ids, Map<CustomerId, List<CustomerRecord.View>> views) {
        jdbc.sql("""
            select p.customer_id, a.source_profile_id, a.brand, a.attributes::text as attributes
              from source_profile p
              join profile_attributes a on a.source_profile_id = p.source_profile_id
             where p.brand = :brand and p.customer_id = any(:ids::uuid[])
            """).param("brand", scope.databaseValue()).param("ids", ids).query(row -> {
            CustomerId customer = new CustomerId(row.getObject("customer_id", UUID.class));
            views.computeIfAbsent(customer, _ -> new ArrayList<>())
                    .add(new CustomerRecord.View(
                            row.getObject("source_profile_id", UUID.class),
                            row.getString("brand"),
                            FactsJson.observed(row.getString("attributes"))));
        });
    }
}
