package dev.meridian.customer.interactions;

import dev.meridian.customer.catalogue.BrandCatalogue;
import dev.meridian.customer.catalogue.EventCatalogue;
import dev.meridian.customer.catalogue.Findings;
import dev.meridian.customer.catalogue.UndeclaredPolicy;
import dev.meridian.customer.protection.Seal;
import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.platform.security.BrandScopeSwitch;
import dev.meridian.platform.tokens.Caller;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Events that wait because their schema does not fit them. A released event is recorded in the transaction that removes
 * it from here: it is never in both places, nor in neither. What is released or given up is recorded.
 */
@Component
class Quarantine {

    private final JdbcClient jdbc;
    private final Seal seal;
    private final EventCatalogue catalogue;
    private final EventRecording recording;
    private final BrandScopeSwitch scopes;
    private final Audit audit;
    private final Clock clock;

    Quarantine(
            JdbcClient jdbc,
            Seal seal,
            EventCatalogue catalogue,
            EventRecording recording,
            BrandScopeSwitch scopes,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.seal = seal;
        this.catalogue = catalogue;
        this.recording = recording;
        this.scopes = scopes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A waiting event.
     *
     * @param place where it stands in the order of arrival
     * @param objections what stands against it by the schemas in force; empty if it can be released
     */
    record Waiting(Place place, AcceptedEvent event, List<FieldError> objections) {

        UUID id() {
            return place.id();
        }
    }

    /**
     * A place in the order in which a brand's events came. None of it counts what other brands have sent.
     *
     * @param at when the event was set aside
     * @param number its number among those of its brand that were set aside with it
     * @param id its own, which is random
     */
    record Place(Instant at, int number, UUID id) {}

    /** What a release has done. @param kept the events that still do not fit. @param last where it stopped */
    record Release(
            int released, List<Waiting> kept, @Nullable Place last) {}

    /** Sets events aside, in their order, each once; one that is recorded already is not set aside. */
    public void hold(List<AcceptedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        record Row(UUID id, int number, AcceptedEvent event, String sealed) {}
        List<Row> rows = new ArrayList<>();
        Map<Brand, Integer> numbers = new HashMap<>();
        for (AcceptedEvent event : events) {
            UUID id = UUID.randomUUID();
            int number = numbers.merge(event.brand(), 1, Integer::sum);
            byte[] content = SealedEvent.write(event).toString().getBytes(StandardCharsets.UTF_8);
            rows.add(new Row(id, number, event, seal.close(label(event.brand(), id), content)));
        }
        int ignored = jdbc.sql("""
                        insert into quarantined_event (quarantine_id, brand, event_id, type, channel, occurred_at,
                                                       quarantined_at, number, sealed)
                        select q.id, q.brand, q.event_id, q.type, q.channel, q.occurred_at, :now, q.number, q.sealed
                          from unnest(cast(:ids as uuid[]), cast(:brands as text[]), cast(:events as text[]),
                                      cast(:types as text[]), cast(:channels as text[]),
                                      cast(:occurred as timestamptz[]), cast(:numbers as integer[]),
                                      cast(:sealed as text[])) with ordinality
                               as q(id, brand, event_id, type, channel, occurred_at, number, sealed, place)
                         where not exists (select 1 from interaction i
                                            where i.brand = q.brand and i.event_id = q.event_id)
                         order by q.place
                            on conflict (brand, event_id) do nothing
                        """)
                .param("now", Timestamps.utc(clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .param("ids", Columns.texts(rows, Row::id))
                .param("brands", Columns.texts(rows, row -> row.event().brand()))
                .param("events", Columns.texts(rows, row -> row.event().eventId()))
                .param("types", Columns.texts(rows, row -> row.event().type()))
                .param("channels", Columns.texts(rows, row -> row.event().channel()))
                .param("occurred", Columns.texts(rows, row -> row.event().occurredAt()))
                .param("numbers", Columns.texts(rows, Row::number))
                .param("sealed", Columns.texts(rows, Row::sealed))
                .update();
    }

    /** The brand's waiting events in the order in which they came. @param type only those of it, unless null */
    @Transactional(readOnly = true)
    public List<Waiting> list(Brand brand, @Nullable String type, @Nullable Place after, int most) {
        BrandCatalogue declared = catalogue.now(brand);
        return page(brand, type, after, most).stream()
                .map(row -> waiting(brand, row, declared))
                .toList();
    }

    /**
     * Releases events of the caller's brand from a place on, in the order in which they came, as far as they fit now.
     * Where it stopped is decided before it waits for anybody: what another call releases meanwhile is gone from the
     * page, and the page is as long as it was.
     */
    @Transactional
    public Release release(Caller caller, @Nullable String type, @Nullable Place after, int most) {
        Brand brand = caller.requireBrand();
        List<Place> page =
                page(brand, type, after, most).stream().map(Row::place).toList();
        BrandCatalogue declared = catalogue.now(brand);
        List<Waiting> waiting = locked(brand, page).stream()
                .map(row -> waiting(brand, row, declared))
                .toList();
        List<Waiting> fit =
                waiting.stream().filter(one -> one.objections().isEmpty()).toList();
        record(brand, fit);
        if (!fit.isEmpty()) {
            // One record for all: a brand may have thousands of them to release.
            audit.record(act(
                    caller,
                    "quarantined_events.released",
                    "quarantined_events",
                    brand.key(),
                    Map.of("ids", fit.stream().map(Waiting::id).toList()),
                    null));
        }
        return new Release(
                fit.size(),
                waiting.stream().filter(one -> !one.objections().isEmpty()).toList(),
                page.size() < most ? null : page.getLast());
    }

    /** Releases one event if it fits now. @return the event as it waited; empty if the brand has none of this id */
    @Transactional
    public Optional<Waiting> release(Caller caller, UUID id) {
        Brand brand = caller.requireBrand();
        Optional<Waiting> found = jdbc.sql("""
                        select * from quarantined_event
                         where quarantine_id = :id and brand = :brand
                           for update
                        """)
                .param("id", id)
                .param("brand", brand.key())
                .query((row, number) -> Row.read(row))
                .optional()
                .map(row -> waiting(brand, row, catalogue.now(brand)));
        found.filter(one -> one.objections().isEmpty()).ifPresent(one -> {
            record(brand, List.of(one));
            AcceptedEvent event = one.event();
            Map<String, String> before =
                    described(event.type(), event.channel(), one.place().at());
            audit.record(act(caller, "quarantined_event.released", "quarantined_event", id.toString(), before, null));
        });
        return found;
    }

    /** Gives an event up for good. @return false if the brand has none of this id */
    @Transactional
    public boolean discard(Caller caller, UUID id) {
        Optional<Map<String, String>> gone = jdbc.sql("""
                        delete from quarantined_event where quarantine_id = :id and brand = :brand
                        returning type, channel, quarantined_at
                        """)
                .param("id", id)
                .param("brand", caller.requireBrand().key())
                .query((row, number) -> described(
                        row.getString("type"), row.getString("channel"), Timestamps.instant(row, "quarantined_at")))
                .optional();
        gone.ifPresent(before -> audit.record(
                act(caller, "quarantined_event.discarded", "quarantined_event", id.toString(), before, null)));
        return gone.isPresent();
    }

    private void record(Brand brand, List<Waiting> fit) {
        if (fit.isEmpty()) {
            return;
        }
        BrandCatalogue declared = catalogue.now(brand);
        boolean ignored = scopes.<Boolean, RuntimeException>call(BrandScope.group(), () -> {
            recording.record(fit.stream().map(Waiting::event).toList(), unused -> declared);
            return true;
        });
        int deleted = jdbc.sql("delete from quarantined_event where quarantine_id = any(cast(:ids as uuid[]))")
                .param("ids", Columns.texts(fit, Waiting::id))
                .update();
        if (deleted != fit.size()) {
            throw new IllegalStateException("A released event was not there to be removed");
        }
    }

    private static Act act(
            Caller caller,
            String action,
            String subjectKind,
            String subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after) {
        BrandScope chain = BrandScope.of(caller.requireBrand());
        return new Act(chain, Actor.of(caller), action, subjectKind, subject, before, after);
    }

    /** Nothing of what the event says, and not its id either, which the brand's systems choose. */
    private static Map<String, String> described(String type, String channel, Instant quarantinedAt) {
        return Map.of("type", type, "channel", channel, "quarantinedAt", quarantinedAt.toString());
    }

    private List<Row> page(Brand brand, @Nullable String type, @Nullable Place after, int most) {
        return jdbc.sql("""
                        select * from quarantined_event
                         where brand = :brand and (quarantined_at, number, quarantine_id) > (:at, :number, :id)
                           and (cast(:type as text) is null or type = :type)
                         order by quarantined_at, number, quarantine_id
                         limit :most
                        """)
                .param("brand", brand.key())
                .param("at", Timestamps.utc(after == null ? Instant.EPOCH : after.at()))
                .param("number", after == null ? 0 : after.number())
                .param("id", after == null ? new UUID(0, 0) : after.id())
                .param("type", type)
                .param("most", most)
                .query((row, number) -> Row.read(row))
                .list();
    }

    /** Those of the page that are still there, kept from others until the transaction ends. */
    private List<Row> locked(Brand brand, List<Place> page) {
        return jdbc.sql("""
                        select * from quarantined_event
                         where brand = :brand and quarantine_id = any(cast(:ids as uuid[]))
                         order by quarantined_at, number, quarantine_id
                           for update
                        """)
                .param("brand", brand.key())
                .param("ids", Columns.texts(page, Place::id))
                .query((row, number) -> Row.read(row))
                .list();
    }

    private Waiting waiting(Brand brand, Row row, BrandCatalogue declared) {
        byte[] content = seal.open(label(brand, row.place().id()), row.sealed());
        AcceptedEvent event = SealedEvent.parse(brand, new String(content, StandardCharsets.UTF_8));
        Findings findings = declared.check(event.type(), event.properties());
        List<FieldError> objections = new ArrayList<>(findings.faults());
        if (declared.policy() != UndeclaredPolicy.PRIVATE) {
            objections.addAll(findings.undeclared());
        }
        return new Waiting(row.place(), event, objections);
    }

    private static String label(Brand brand, UUID id) {
        return "quarantine|" + brand.key() + "|" + id;
    }

    private record Row(Place place, String sealed) {
        static Row read(ResultSet row) throws SQLException {
            Place place = new Place(
                    Timestamps.instant(row, "quarantined_at"),
                    row.getInt("number"),
                    row.getObject("quarantine_id", UUID.class));
            return new Row(place, row.getString("sealed"));
        }
    }
}
