package dev.meridian.tag.members;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Evaluates every customer after a publication, in the order of their ids and in short transactions. The row of the
 * publication is both the checkpoint and the lease: a batch holds its lock, so no two workers do the same batch, and a
 * worker that dies gives the lock back together with everything it had not finished.
 *
 * <p>Events go on meanwhile and are judged by the new version already. None is lost, because a batch and an event about
 * one customer wait for each other: whoever comes second sees what the first has stored.
 */
@Component
class Backfill {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final int BATCH = 500;
    private static final String TOPIC = "meridian.tag.definition";
    private static final String PUBLISHED = "meridian.tag.segment.published.v1";

    private final JdbcClient jdbc;
    private final Customers customers;
    private final LiveSegments segments;
    private final Judge judge;
    private final MembershipWriter writer;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final TimeOrderedIds ids;
    private final Clock clock;

    Backfill(
            JdbcClient jdbc,
            Customers customers,
            LiveSegments segments,
            Judge judge,
            MembershipWriter writer,
            Outbox outbox,
            TransactionTemplate transaction,
            TimeOrderedIds ids,
            Clock clock) {
        this.jdbc = jdbc;
        this.customers = customers;
        this.segments = segments;
        this.judge = judge;
        this.writer = writer;
        this.outbox = outbox;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** Works until no publication is unfinished. */
    @Scheduled(fixedDelayString = "${meridian.tag.backfill-every:200ms}")
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted() && runBatch()) {
                // Each batch is a transaction of its own.
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().setCause(e).log("A batch of a publication failed; it is tried again");
        }
    }

    /** Does one batch; false where there was nothing to do. */
    boolean runBatch() {
        return ActiveBrandScope.call(
                BrandScope.group(), () -> Boolean.TRUE.equals(transaction.execute(_ -> evaluateBatch())));
    }

    private record Unfinished(
            UUID segment, int version, @Nullable UUID reached) {}

    private boolean evaluateBatch() {
        Optional<Unfinished> found = jdbc.sql("""
            select segment_id, version, reached from segment_publication
             where finished_at is null order by started_at limit 1 for update skip locked
            """)
                .query((row, _) -> new Unfinished(
                        row.getObject("segment_id", UUID.class),
                        row.getInt("version"),
                        row.getObject("reached", UUID.class)))
                .optional();
        if (found.isEmpty()) {
            return false;
        }
        Unfinished publication = found.get();
        LiveSegment segment = segments.current().stream()
                .filter(live -> live.id().value().equals(publication.segment()))
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

    private void evaluate(LiveSegment segment, List<CustomerId> batch) {
        Set<CustomerId> alive = customers.lock(batch);
        Instant now = clock.instant();
        List<Judge.Case> cases = batch.stream()
                .filter(alive::contains)
                .map(customer -> new Judge.Case(segment, customer, now, Cause.publication()))
                .toList();
        writer.apply(judge.judge(cases), now);
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
                .param("now", now.atOffset(ZoneOffset.UTC))
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
