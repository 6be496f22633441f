package dev.meridian.tag.members;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import dev.meridian.tag.segments.SegmentId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wakes customers at the instants at which their answers change by time alone. Several instances share the work: each
 * takes customers that nobody holds.
 */
@Component
class DueSweep {

    private static final Logger LOG = LoggerFactory.getLogger(DueSweep.class);
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 200;

    private final JdbcMembers members;
    private final Customers customers;
    private final LiveSegments segments;
    private final Judge judge;
    private final MembershipWriter writer;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DueSweep(
            JdbcMembers members,
            Customers customers,
            LiveSegments segments,
            Judge judge,
            MembershipWriter writer,
            TransactionTemplate transaction,
            Clock clock) {
        this.members = members;
        this.customers = customers;
        this.segments = segments;
        this.judge = judge;
        this.writer = writer;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Judges everything that has fallen due by now. */
    @Scheduled(fixedDelayString = "${meridian.tag.sweep-every:1s}")
    void sweep() {
        try {
            for (int batch = 0; batch < MOST_BATCHES && sweepBatch(); batch++) {
                // Each batch is a transaction of its own, so that locks are short.
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().setCause(e).log("Due customers could not be judged; they are tried again");
        }
    }

    private boolean sweepBatch() {
        return ActiveBrandScope.call(
                BrandScope.group(), () -> Boolean.TRUE.equals(transaction.execute(_ -> judgeDue(clock.instant()))));
    }

    /** @return whether more may be due */
    private boolean judgeDue(Instant now) {
        List<JdbcMembers.Due> candidates = members.dueAt(now, BATCH);
        if (candidates.isEmpty()) {
            return false;
        }
        Set<CustomerId> held = customers.lockFree(
                candidates.stream().map(due -> due.pair().customer()).distinct().toList());
        // Read again under the lock: an event may have moved the instant while we came.
        List<JdbcMembers.Due> due = held.isEmpty() ? List.of() : members.dueAt(now, held);
        Map<SegmentId, LiveSegment> live =
                segments.current().stream().collect(Collectors.toMap(LiveSegment::id, one -> one));
        List<Judge.Case> cases = new ArrayList<>();
        for (JdbcMembers.Due one : due) {
            LiveSegment segment = live.get(one.pair().segment());
            if (segment != null) {
                cases.add(new Judge.Case(segment, one.pair().customer(), one.at(), Cause.time()));
            }
        }
        writer.apply(judge.judge(cases), now);
        return candidates.size() == BATCH && !cases.isEmpty();
    }
}
