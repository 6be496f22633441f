package dev.meridian.tag.members;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.rules.CustomerFacts;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.Timeline;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import dev.meridian.tag.segments.Segment;
import dev.meridian.tag.segments.SegmentKey;
import dev.meridian.tag.segments.Segments;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads who is in a segment, who was, and why. A brand that reads a segment of the group has the group's rule applied to
 * the brand's own data: nothing it is told was decided by what another brand knows.
 */
@Component
public class Members {

    /** How many customers one page of the past examines at most. */
    private static final int MOST_EXAMINED = 5_000;

    private static final int EXAMINED_AT_ONCE = 500;

    private final Segments segments;
    private final MemberQueries queries;
    private final Customers customers;
    private final LiveSegments live;
    private final FactsArchive facts;
    private final Clock clock;

    Members(
            Segments segments,
            MemberQueries queries,
            Customers customers,
            LiveSegments live,
            FactsArchive facts,
            Clock clock) {
        this.segments = segments;
        this.queries = queries;
        this.customers = customers;
        this.live = live;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * Someone in a segment.
     *
     * @param since since when; null in the past where no dated fact says so
     * @param validUntil when time alone ends it; null where it never does,
     */
    public record Member(
            CustomerId customer,
            @Nullable Instant since,
            @Nullable Instant validUntil) {}

    /**
     * Why a customer is in, or why not.
     *
     * @param partial whether a brand reads a segment of the group, so that the answer rests on the brand's own data alone
     */
    public record Explanation(
            CustomerId customer, Segment segment, Instant asOf, Rule.Evaluation evaluation, boolean partial) {}

    /** The members now, in the order of their ids; empty where the scope has no such segment. */
    @Transactional(readOnly = true)
    public Optional<Page<Member>> now(BrandScope scope, SegmentKey key, PageRequest page) {
        return segments.find(scope, key).map(segment -> {
            if (isOthers(segment, scope)) {
                Instant now = Moments.toMicros(clock.instant());
                FactsNeed everything =
                        FactsNeed.of(List.of(segment.effectiveRule()), now).ever();
                return examine(scope, segment, now, everything, page);
            }
            List<Member> rows = queries.members(segment.id(), after(page), page.limit() + 1);
            return Page.of(rows, page.limit(), last -> cursor(last.customer()));
        });
    }

    /** The members at a past instant; empty where the scope has no such segment. */
    @Transactional(readOnly = true)
    public Optional<Page<Member>> asOf(BrandScope scope, SegmentKey key, Instant asOf, PageRequest page) {
        return segments.find(scope, key)
                .map(segment -> examine(scope, segment, asOf, everUntil(segment.effectiveRule(), asOf), page));
    }

    private Page<Member> examine(BrandScope scope, Segment segment, Instant asOf, FactsNeed need, PageRequest page) {
        Rule rule = segment.effectiveRule();
        List<Member> found = new ArrayList<>();
        CustomerId reached = after(page);
        for (int examined = 0; examined < MOST_EXAMINED; examined += EXAMINED_AT_ONCE) {
            List<CustomerId> batch = customers.knownAfter(scope, reached, EXAMINED_AT_ONCE);
            Map<CustomerId, CustomerRecord> records = facts.load(scope, batch, need);
            for (CustomerId customer : batch) {
                if (found.size() == page.limit()) {
                    return new Page<>(found, cursor(found.getLast().customer()));
                }
                Timeline timeline = rule.timeline(
                        records.getOrDefault(customer, CustomerRecord.EMPTY).facts());
                if (timeline.at(asOf)) {
                    found.add(new Member(customer, timeline.lastFlipUntil(asOf), timeline.nextFlipAfter(asOf)));
                }
                reached = customer;
            }
            if (batch.size() < EXAMINED_AT_ONCE) {
                return new Page<>(found, null);
            }
        }
        return new Page<>(found, reached == null ? null : cursor(reached));
    }

    /** Facts up to the instant, but all of them: also those that had left by then, which tell since when. */
    private static FactsNeed everUntil(Rule rule, Instant asOf) {
        return FactsNeed.of(List.of(rule), asOf).ever().until(asOf);
    }

    /**
     * Why a customer is in the segment, or why not; empty where the scope does not know one or the other.
     *
     * @param asOf a past instant; null for now
     */
    @Transactional(readOnly = true)
    public Optional<Explanation> explain(BrandScope scope, SegmentKey key, UUID customerId, @Nullable Instant asOf) {
        Optional<Segment> segment = segments.find(scope, key);
        Optional<CustomerId> customer = customers.find(customerId, scope);
        if (segment.isEmpty() || customer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(explain(scope, segment.get(), customer.get(), asOf));
    }

    private Explanation explain(BrandScope scope, Segment segment, CustomerId customer, @Nullable Instant asOf) {
        Instant now = Moments.toMicros(asOf == null ? clock.instant() : asOf);
        Rule rule = segment.effectiveRule();
        FactsNeed need = FactsNeed.of(List.of(rule), now);
        CustomerRecord known = facts.load(scope, Set.of(customer), asOf == null ? need : need.until(now))
                .getOrDefault(customer, CustomerRecord.EMPTY);
        Rule.Evaluation evaluation = rule.evaluate(known.facts(), now);
        return new Explanation(customer, segment, now, evaluation, isOthers(segment, scope));
    }

    /** The segments a customer is in; empty where the scope does not know the customer. */
    @Transactional(readOnly = true)
    public Optional<Page<MemberQueries.Membership>> segmentsOf(BrandScope scope, UUID customerId, PageRequest page) {
        return customers.find(customerId, scope).map(customer -> {
            List<MemberQueries.Membership> rows = new ArrayList<>();
            if (scope instanceof BrandScope.OneBrand) {
                rows.addAll(inGroupSegments(scope, customer, page));
            }
            rows.addAll(queries.memberships(customer, page, page.limit() + 1));
            return Page.of(
                    rows.stream().limit(page.limit() + 1L).toList(),
                    page.limit(),
                    last -> Cursor.encode(last.scope(), last.key()));
        });
    }

    /** The group's segments whose rule holds on the brand's own data; they come first, in the order of their keys. */
    private List<MemberQueries.Membership> inGroupSegments(BrandScope scope, CustomerId customer, PageRequest page) {
        Instant now = Moments.toMicros(clock.instant());
        List<LiveSegment> groups = live.current().stream()
                .filter(segment -> segment.scope() instanceof BrandScope.Group)
                .sorted(Comparator.comparing(segment -> segment.key().value()))
                .toList();
        if (groups.isEmpty() || !queries.isBefore(page, BrandScope.group())) {
            return List.of();
        }
        FactsNeed need = FactsNeed.of(groups.stream().map(LiveSegment::rule).toList(), now)
                .ever();
        CustomerFacts known = facts.load(scope, Set.of(customer), need)
                .getOrDefault(customer, CustomerRecord.EMPTY)
                .facts();
        List<MemberQueries.Membership> found = new ArrayList<>();
        for (LiveSegment segment : groups) {
            Timeline timeline = segment.rule().timeline(known);
            if (timeline.at(now) && queries.isAfter(page, segment)) {
                found.add(new MemberQueries.Membership(
                        segment.key().value(),
                        queries.name(segment.id()),
                        segment.scope().databaseValue(),
                        timeline.lastFlipUntil(now),
                        timeline.nextFlipAfter(now)));
            }
            if (found.size() > page.limit()) {
                break;
            }
        }
        return found;
    }

    private static boolean isOthers(Segment segment, BrandScope scope) {
        return !segment.scope().equals(scope);
    }

    private static @Nullable CustomerId after(PageRequest page) {
        return page.cursor() == null
                ? null
                : new CustomerId(Cursor.part(Cursor.decode(page.cursor(), 1).getFirst(), UUID::fromString));
    }

    private static String cursor(CustomerId last) {
        return Cursor.encode(last.toString());
    }
}
