package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.snapshots.Place;
import dev.meridian.platform.snapshots.Projection.Corrected;
import dev.meridian.platform.snapshots.Projection.Correction;
import dev.meridian.platform.snapshots.ToldPart;
import dev.meridian.tag.rules.Moments;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts right, while this center is rebuilt, what differs from what customer-center says: facts, attributes, and whose a
 * source profile is. What is missing is added by the events themselves, as if it were new. Everyone about whom something
 * was wrong is evaluated anew once both has happened, so that nobody leaves a segment in between.
 */
@Component
public class FactsCorrection implements Correction {

    private static final UUID LAST = new UUID(-1, -1);
    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final FactsGate gate;
    private final Ownership ownership;
    private final List<FactsListener> listeners;
    private final Clock clock;

    FactsCorrection(JdbcClient jdbc, FactsGate gate, Ownership ownership, List<FactsListener> listeners, Clock clock) {
        this.jdbc = jdbc;
        this.gate = gate;
        this.ownership = ownership;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    @Override
    public Corrected correct(List<ToldPart> parts) {
        gate.pass();
        int rows = 0;
        Set<ScopedId> concerned = new LinkedHashSet<>();
        for (ToldPart part : parts) {
            if (part.comparable()) {
                List<CustomerEvent> events =
                        part.events().stream().map(CustomerEvent::read).toList();
                int wrong = correct(part, events);
                if (wrong > 0) {
                    concerned.add(new ScopedId(BrandScope.group(), part.subject()));
                    concerned.addAll(inBrands(part.subject()));
                    events.forEach(event -> concerned.addAll(event.customers()));
                }
                rows += wrong;
            }
        }
        return new Corrected(rows, () -> evaluate(concerned));
    }

    /** Whom brands take the customer for, by its source profiles. */
    private List<ScopedId> inBrands(UUID subject) {
        return jdbc.sql("""
                select distinct mine.brand, mine.customer_id
                  from source_profile p
                  join source_profile mine on mine.source_profile_id = p.source_profile_id and mine.brand <> '*'
                 where p.brand = '*' and p.customer_id = :subject
                """)
                .param("subject", subject)
                .query((row, number) -> new ScopedId(
                        BrandScope.parse(row.getString("brand")), row.getObject("customer_id", UUID.class)))
                .list();
    }

    private int correct(ToldPart part, List<CustomerEvent> events) {
        List<CustomerEvent.Told> told = new ArrayList<>();
        List<CustomerEvent.Recorded> recorded = new ArrayList<>();
        for (CustomerEvent event : events) {
            switch (event) {
                case CustomerEvent.Told profile -> told.add(profile);
                case CustomerEvent.Recorded interaction -> recorded.add(interaction);
                case CustomerEvent.Merged _, CustomerEvent.Created _ -> {
                    // What these say is added wherever it is missing, and never contradicts what is there.
                }
            }
        }
        return owners(part.subject(), told) + attributes(told) + facts(part, recorded);
    }

    /** Whose a source profile is becomes an assumption, which gives way to what is told. */
    private int owners(UUID subject, List<CustomerEvent.Told> told) {
        if (told.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                update source_profile p set told = false
                  from unnest(:profiles::uuid[], :brands::text[], :customers::uuid[]) as t (profile, brand, customer)
                 where p.source_profile_id = t.profile and p.told
                   and (p.brand = '*' and p.customer_id <> :subject or p.brand = t.brand and p.customer_id <> t.customer)
                """)
                .param("profiles", profiles(told))
                .param("brands", Columns.texts(told, one -> one.profile().brand()))
                .param("customers", Columns.texts(told, one -> one.profile().brandCustomerId()))
                .param("subject", subject)
                .update();
    }

    /** Attributes that differ although nothing was told later give way to what is told. */
    private int attributes(List<CustomerEvent.Told> told) {
        if (told.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                update profile_attributes a set told_at = t.told_at
                  from unnest(:profiles::uuid[], :attributes::jsonb[], :times::timestamptz[])
                       as t (profile, attributes, told_at)
                 where a.source_profile_id = t.profile and a.attributes <> t.attributes
                """)
                .param("profiles", profiles(told))
                .param(
                        "attributes",
                        Columns.texts(told, one -> FactsJson.write(one.profile().attributes())))
                .param("times", Columns.texts(told, CustomerEvent.Told::toldAt))
                .update();
    }

    private static @Nullable String[] profiles(List<CustomerEvent.Told> told) {
        return Columns.texts(told, one -> one.profile().sourceProfileId());
    }

    private int facts(ToldPart part, List<CustomerEvent.Recorded> recorded) {
        ToldPart.Covered covered = part.covered();
        if (covered == null) {
            return 0;
        }
        Place after = covered.after();
        Place upTo = covered.upTo();
        return jdbc.sql("""
                select correct_facts(:subject, :afterTime::timestamptz, :afterId, :upToTime::timestamptz, :upToId,
                                     :ids::uuid[], :profiles::uuid[], :brands::text[], :types::text[],
                                     :channels::text[], :times::timestamptz[], :properties::jsonb[],
                                     :historical::boolean[])
                """)
                .param("subject", part.subject())
                .param("afterTime", after == null ? "-infinity" : after.time().toString())
                .param("afterId", after == null ? FIRST : after.id())
                .param("upToTime", upTo == null ? "infinity" : upTo.time().toString())
                .param("upToId", upTo == null ? LAST : upTo.id())
                .param("ids", Columns.texts(recorded, CustomerEvent.Recorded::interactionId))
                .param("profiles", Columns.texts(recorded, CustomerEvent.Recorded::sourceProfileId))
                .param("brands", Columns.texts(recorded, CustomerEvent.Recorded::brand))
                .param("types", Columns.texts(recorded, CustomerEvent.Recorded::type))
                .param("channels", Columns.texts(recorded, CustomerEvent.Recorded::channel))
                .param("times", Columns.texts(recorded, CustomerEvent.Recorded::occurredAt))
                .param("properties", Columns.texts(recorded, fact -> FactsJson.write(fact.properties())))
                .param("historical", Columns.texts(recorded, fact -> Boolean.TRUE.equals(fact.historical())))
                .query(Integer.class)
                .single();
    }

    private void evaluate(Set<ScopedId> concerned) {
        if (concerned.isEmpty()) {
            return;
        }
        Set<ScopedId> made = ownership.lock(concerned, Set.of(), Set.of());
        Collection<ScopedId> owners =
                new LinkedHashSet<>(ownership.owners(concerned).values());
        Instant now = Moments.toMicros(clock.instant());
        listeners.forEach(listener ->
                listener.beforeChange(owners.stream().map(ScopedId::customer).toList(), now));
        List<FactsChange> changes = new ArrayList<>();
        for (ScopedId owner : owners) {
            changes.add(
                    made.contains(owner)
                            ? new FactsChange.Known(owner.customer(), now, Cause.profile(null))
                            : new FactsChange.Regrouped(owner.customer(), now, Cause.profile(null)));
        }
        listeners.forEach(listener -> listener.changed(changes));
    }
}
