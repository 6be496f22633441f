package dev.meridian.tag.evaluation;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.background.RepeatedWork;
import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import dev.meridian.tag.segments.SegmentId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Evaluates every customer after a publication, in the order of their ids and in short transactions. The row of the
 * publication is both the checkpoint and the lease: a batch holds its lock, so no two workers do the same batch, and a
 * worker that dies gives the lock back together with everything it had not finished.
 *
 * <p>Events go on meanwhile and are evaluated by the new version already. None is lost, because a batch and an event about
 * one customer wait for each other: whoever comes second sees what the first has stored.
 */
@Component
class Backfill implements RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final int BATCH = 500;
    private static final Duration POSTPONED = Duration.ofSeconds(5);
    private static final String TOPIC = "meridian.tag.definition";
    private static final String PUBLISHED = "meridian.tag.segment.published.v1";

    private final JdbcClient jdbc;
    private final Customers customers;
    private final LiveSegments segments;
    private final JdbcMembers members;
    private final Evaluator evaluator;
    private final MembershipWriter writer;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final TimeOrderedIds ids;
    private final EvaluationProperties properties;
    private final Clock clock;

    Backfill(
            JdbcClient jdbc,
            Customers customers,
            LiveSegments segments,
            JdbcMembers members,
            Evaluator evaluator,
            MembershipWriter writer,
            Outbox outbox,
            TransactionTemplate transaction,
            TimeOrderedIds ids,
            EvaluationProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.customers = customers;
        this.segments = segments;
        this.members = members;
        this.evaluator = evaluator;
        this.writer = writer;
        this.outbox = outbox;
        this.transaction = transaction;
        this.ids = ids;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "back-fill";
    }

    @Override
    public Duration pause() {
        return properties.backfillEvery();
    }

    /** Works until no publication is unfinished. */
    @Override
    public void once() {
        while (!Thread.currentThread().isInterrupted() && runBatch()) {
            // Each batch is a transaction of its own.
        }
    }

    /** Does one batch; false where there was nothing to do. One that fails is left alone for a while. */
    boolean runBatch() {
        Taken taken = new Taken();
        try {
            return inTransaction(() -> takeBatch(taken));
        } catch (RuntimeException e) {
            UUID segment = taken.segment;
            if (segment == null) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("segmentId", segment)
                    .setCause(e)
                    .log("A batch of a publication failed; others go first, and then it is tried again");
            return inTransaction(() -> postpone(segment));
        }
    }

    /** Whose batch it is, known also when it fails. */
    private static final class Taken {
        @Nullable
        UUID segment;
    }

    private boolean inTransaction(BooleanSupplier work) {
        return ActiveBrandScope.call(
                BrandScope.group(), () -> Boolean.TRUE.equals(transaction.execute(_ -> work.getAsBoolean())));
    }

    private boolean postpone(UUID segment) {
        return jdbc.sql("update segment_publication set not_before = :then where segment_id = :segment")
                        .param("then", Timestamps.utc(clock.instant().plus(POSTPONED)))
                        .param("segment", segment)
                        .update()
                == 1;
    }

    private record Unfinished(
            SegmentId segment, boolean emptying, @Nullable UUID reached) {}

    private boolean takeBatch(Taken taken) {
        Optional<Unfinished> found = jdbc.sql("""
            select p.segment_id, p.purpose, p.reached
              from segment_publication p join segment s on s.segment_id = p.segment_id
             where p.finished_at is null and (p.not_before is null or p.not_before <= :now)
               and (s.state = 'active' or p.purpose = 'empty')
             order by p.started_at limit 1 for update of p skip locked
            """)
                .param("now", Timestamps.utc(clock.instant()))
                .query((row, _) -> new Unfinished(
                        new SegmentId(row.getObject("segment_id", UUID.class)),
                        row.getString("purpose").equals("empty"),
                        row.getObject("reached", UUID.class)))
                .optional();
        if (found.isEmpty()) {
            return false;
        }
        Unfinished publication = found.get();
        taken.segment = publication.segment().value();
        if (publication.emptying()) {
            empty(publication.segment());
            return true;
        }
        LiveSegment segment = segments.current().stream()
                .filter(live -> live.id().equals(publication.segment()))
                .findFirst()
                .orElseThrow();
        CustomerId after = publication.reached() == null ? null : new CustomerId(publication.reached());
        List<CustomerId> batch = customers.knownAfter(segment.scope(), after, BATCH);
        if (batch.isEmpty()) {
            finish(segment);
        } else {
            evaluate(segment, batch);
        }
        return true;
    }

    /** Lets members of an archived segment go, and nobody is reminded of it any more. */
    private void empty(SegmentId segment) {
        List<JdbcMembers.Named> leaving = members.lockMembers(segment, BATCH);
        if (!leaving.isEmpty()) {
            writer.empty(leaving, Moments.toMicros(clock.instant()));
        } else if (members.removeDueOf(segment, BATCH * 10) == 0) {
            jdbc.sql("update segment_publication set finished_at = :now where segment_id = :id")
                    .param("now", Timestamps.utc(clock.instant()))
                    .param("id", segment.value())
                    .update();
        }
    }

    private void evaluate(LiveSegment segment, List<CustomerId> batch) {
        Set<ScopedCustomer> alive = customers.lock(batch.stream()
                .map(customer -> new ScopedCustomer(segment.scope(), customer))
                .toList());
        Instant now = Moments.toMicros(clock.instant());
        List<Occasion> occasions = batch.stream()
                .map(customer -> new Occasion(segment, customer, now, Cause.publication()))
                .filter(occasion -> alive.contains(occasion.scoped()))
                .toList();
        writer.apply(evaluator.evaluate(occasions), now);
        jdbc.sql("""
            update segment_publication set reached = :reached, evaluated = evaluated + :count
             where segment_id = :id
            """)
                .param("reached", batch.getLast().value())
                .param("count", batch.size())
                .param("id", segment.id().value())
                .update();
    }

    private void finish(LiveSegment segment) {
        Instant now = clock.instant();
        jdbc.sql("update segment_publication set finished_at = :now, total = evaluated where segment_id = :id")
                .param("now", Timestamps.utc(now))
                .param("id", segment.id().value())
                .update();
        String scope = segment.scope().databaseValue();
        Brand brand = segment.scope() instanceof BrandScope.OneBrand(Brand one) ? one : null;
        outbox.append(new OutgoingEvent(
                TOPIC,
                PUBLISHED,
                ids.next(),
                scope + "/" + segment.key(),
                now,
                brand,
                new SegmentPublished(segment.key().value(), scope, segment.version(), now)));
        LOG.atInfo()
                .addKeyValue("segment", segment.key())
                .addKeyValue("scope", scope)
                .addKeyValue("version", segment.version())
                .log("Published");
    }

    /** The event on the wire. */
    record SegmentPublished(String segmentKey, String scope, int version, Instant publishedAt) {}
}
