package dev.meridian.customer.interactions;

import dev.meridian.customer.catalogue.BrandCatalogue;
import dev.meridian.customer.catalogue.EventCatalogue;
import dev.meridian.customer.catalogue.Findings;
import dev.meridian.customer.catalogue.UndeclaredPolicy;
import dev.meridian.customer.protection.Seal;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.platform.security.BrandScopeSwitch;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Events that wait because their schema does not fit them. A released event is recorded in the transaction that removes
 * it from here: it is never in both places, nor in neither.
 */
@Component
class Quarantine {

    private final JdbcClient jdbc;
    private final Seal seal;
    private final EventCatalogue catalogue;
    private final EventRecording recording;
    private final BrandScopeSwitch scopes;
    private final TimeOrderedIds ids;
    private final Clock clock;

    Quarantine(
            JdbcClient jdbc,
            Seal seal,
            EventCatalogue catalogue,
            EventRecording recording,
            BrandScopeSwitch scopes,
            TimeOrderedIds ids,
            Clock clock) {
        this.jdbc = jdbc;
        this.seal = seal;
        this.catalogue = catalogue;
        this.recording = recording;
        this.scopes = scopes;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A waiting event.
     *
     * @param position its place in the order of arrival
     * @param objections what stands against it by the schemas in force; empty if it can be released
     */
    record Waiting(UUID id, long position, Instant quarantinedAt, AcceptedEvent event, List<FieldError> objections) {}

    /** What a release has done. @param kept the events that still do not fit. @param last where it stopped */
    record Release(
            int released, List<Waiting> kept, @Nullable Long last) {}

    /** Sets events aside, in their order, each once; one that is recorded already is not set aside. */
    public void hold(List<AcceptedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        record Row(UUID id, AcceptedEvent event, String sealed) {}
        List<Row> rows = new ArrayList<>();
        for (AcceptedEvent event : events) {
            UUID id = ids.next();
            byte[] content = SealedEvent.write(event).toString().getBytes(StandardCharsets.UTF_8);
            rows.add(new Row(id, event, seal.close(label(event.brand(), id), content)));
        }
        int ignored = jdbc.sql("""
                        insert into quarantined_event (quarantine_id, brand, event_id, type, channel, occurred_at,
                                                       quarantined_at, sealed)
                        select q.id, q.brand, q.event_id, q.type, q.channel, q.occurred_at, :now, q.sealed
                          from unnest(cast(:ids as uuid[]), cast(:brands as text[]), cast(:events as text[]),
                                      cast(:types as text[]), cast(:channels as text[]),
                                      cast(:occurred as timestamptz[]), cast(:sealed as text[])) with ordinality
                               as q(id, brand, event_id, type, channel, occurred_at, sealed, place)
                         where not exists (select 1 from interaction i
                                            where i.brand = q.brand and i.event_id = q.event_id)
                         order by q.place
                            on conflict (brand, event_id) do nothing
                        """)
                .param("now", Timestamps.utc(clock.instant()))
                .param("ids", Columns.texts(rows, Row::id))
                .param("brands", Columns.texts(rows, row -> row.event().brand()))
                .param("events", Columns.texts(rows, row -> row.event().eventId()))
                .param("types", Columns.texts(rows, row -> row.event().type()))
                .param("channels", Columns.texts(rows, row -> row.event().channel()))
                .param("occurred", Columns.texts(rows, row -> row.event().occurredAt()))
                .param("sealed", Columns.texts(rows, Row::sealed))
                .update();
    }

    /** The brand's waiting events in the order in which they came. @param type only those of it, unless null */
    @Transactional(readOnly = true)
    public List<Waiting> list(Brand brand, @Nullable String type, long after, int most) {
        return read(brand, type, after, most, false);
    }

    /** Releases the brand's events from a position on, in the order in which they came, as far as they fit now. */
    @Transactional
    public Release release(Brand brand, @Nullable String type, long after, int most) {
        List<Waiting> waiting = read(brand, type, after, most, true);
        List<Waiting> fit =
                waiting.stream().filter(one -> one.objections().isEmpty()).toList();
        record(brand, fit);
        return new Release(
                fit.size(),
                waiting.stream().filter(one -> !one.objections().isEmpty()).toList(),
                waiting.size() < most ? null : waiting.getLast().position());
    }

    /** Releases one event if it fits now. @return the event as it waited; empty if the brand has none of this id */
    @Transactional
    public Optional<Waiting> release(Brand brand, UUID id) {
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
        found.filter(one -> one.objections().isEmpty()).ifPresent(one -> record(brand, List.of(one)));
        return found;
    }

    /** Gives an event up for good. @return false if the brand has none of this id */
    @Transactional
    public boolean discard(Brand brand, UUID id) {
        return jdbc.sql("delete from quarantined_event where quarantine_id = :id and brand = :brand")
                        .param("id", id)
                        .param("brand", brand.key())
                        .update()
                == 1;
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

    private List<Waiting> read(Brand brand, @Nullable String type, long after, int most, boolean lock) {
        BrandCatalogue declared = catalogue.now(brand);
        return jdbc
                .sql("""
                        select * from quarantined_event
                         where brand = :brand and position > :after and (cast(:type as text) is null or type = :type)
                         order by position
                         limit :most
                        """ + (lock ? "for update" : ""))
                .param("brand", brand.key())
                .param("after", after)
                .param("type", type)
                .param("most", most)
                .query((row, number) -> Row.read(row))
                .list()
                .stream()
                .map(row -> waiting(brand, row, declared))
                .toList();
    }

    private Waiting waiting(Brand brand, Row row, BrandCatalogue declared) {
        byte[] content = seal.open(label(brand, row.id()), row.sealed());
        AcceptedEvent event = SealedEvent.parse(brand, new String(content, StandardCharsets.UTF_8));
        Findings findings = declared.check(event.type(), event.properties());
        List<FieldError> objections = new ArrayList<>(findings.faults());
        if (declared.policy() != UndeclaredPolicy.PRIVATE) {
            objections.addAll(findings.undeclared());
        }
        return new Waiting(row.id(), row.position(), row.quarantinedAt(), event, objections);
    }

    private static String label(Brand brand, UUID id) {
        return "quarantine|" + brand.key() + "|" + id;
    }

    private record Row(UUID id, long position, Instant quarantinedAt, String sealed) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject("quarantine_id", UUID.class),
                    row.getLong("position"),
                    Timestamps.instant(row, "quarantined_at"),
                    row.getString("sealed"));
        }
    }
}
