package dev.meridian.tag.members;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.security.BrandScopeSwitch;
import dev.meridian.platform.web.Cursor;
import dev.meridian.platform.web.PageRequest;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.Timeline;
import dev.meridian.tag.segments.Segment;
import dev.meridian.tag.segments.SegmentKey;
import dev.meridian.tag.segments.Segments;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads who is in a segment, who was, and why. */
@Component
public class Members {

    /** How many customers one page of the past examines at most. */
    private static final int MOST_EXAMINED = 5_000;

    private static final int EXAMINED_AT_ONCE = 500;

    private final Segments segments;
    private final MemberQueries queries;
    private final Customers customers;
    private final FactsArchive facts;
    private final BrandScopeSwitch scopeSwitch;
    private final Clock clock;

    Members(
            Segments segments,
            MemberQueries queries,
            Customers customers,
            FactsArchive facts,
            BrandScopeSwitch scopeSwitch,
            Clock clock) {
        this.segments = segments;
        this.queries = queries;
        this.customers = customers;
        this.facts = facts;
        this.scopeSwitch = scopeSwitch;
        this.clock = clock;
    }

    /**
     * Someone in a segment.
     *
     * @param since since when; null in the past where no dated fact says so
     * @param validUntil when time alone ends it; null where it never does, or where the reader may not know
     */
    public record Member(
            CustomerId customer,
            @Nullable Instant since,
            @Nullable Instant validUntil) {}

    /**
     * Why a customer is in, or why not.
     *
     * @param partial whether the evidence is only the reader's own part of what the answer rests on
     */
    public record Explanation(
            CustomerId customer, Segment segment, Instant asOf, Rule.Evaluation evaluation, boolean partial) {}

    /** The members now, in the order of their ids; empty where the scope has no such segment. */
    @Transactional(readOnly = true)
    public Optional<Page<Member>> now(BrandScope scope, SegmentKey key, PageRequest page) {
        return segments.find(scope, key).map(segment -> {
            List<Member> rows = queries.members(segment.id(), after(page), page.limit() + 1);
            boolean withheld = isOthers(segment, scope);
            return Page.of(rows, page.limit(), last -> cursor(last.customer()))
                    .map(member -> withheld ? new Member(member.customer(), member.since(), null) : member);
        });
    }

    /** The members at a past instant; empty where the scope has no such segment. */
    @Transactional(readOnly = true)
    public Optional<Page<Member>> asOf(BrandScope scope, SegmentKey key, Instant asOf, PageRequest page) {
        return segments.find(scope, key).map(segment -> examine(scope, segment, asOf, page));
    }

    private Page<Member> examine(BrandScope scope, Segment segment, Instant asOf, PageRequest page) {
        Rule rule = segment.judgingRule();
        List<Member> found = new ArrayList<>();
        CustomerId reached = after(page);
        for (int examined = 0; examined < MOST_EXAMINED; examined += EXAMINED_AT_ONCE) {
            List<CustomerId> batch = customers.knownAfter(scope, reached, EXAMINED_AT_ONCE);
            Map<CustomerId, CustomerRecord> records = load(segment, batch, everUntil(rule, asOf));
            for (CustomerId customer : batch) {
                if (found.size() == page.limit()) {
                    return new Page<>(found, cursor(found.getLast().customer()));
                }
                Timeline timeline = rule.timeline(
                        records.getOrDefault(customer, CustomerRecord.EMPTY).inScope(segment.scope()));
                if (timeline.at(asOf)) {
                    Instant validUntil = isOthers(segment, scope) ? null : timeline.nextFlipAfter(asOf);
                    found.add(new Member(customer, timeline.lastFlipUntil(asOf), validUntil));
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
        FactsNeed need = FactsNeed.of(List.of(rule), asOf);
        return new FactsNeed(need.events(), need.attributes(), Instant.parse("0001-01-01T00:00:00Z"), asOf);
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
        Instant now = asOf == null ? clock.instant() : asOf;
        Rule rule = segment.judgingRule();
        FactsNeed need = FactsNeed.of(List.of(rule), now);
        FactsNeed known = asOf == null ? need : need.until(asOf);
        CustomerRecord whole = load(segment, Set.of(customer), known).getOrDefault(customer, CustomerRecord.EMPTY);
        Rule.Evaluation evaluation = rule.evaluate(whole.inScope(segment.scope()), now);
        if (!isOthers(segment, scope)) {
            return new Explanation(customer, segment, now, evaluation, false);
        }
        CustomerRecord own = facts.load(Set.of(customer), known).getOrDefault(customer, CustomerRecord.EMPTY);
        Rule.Evaluation onOwn = rule.evaluate(own.inScope(scope), now);
        Rule.Evaluation shown = new Rule.Evaluation(evaluation.in(), onOwn.evidence(), null);
        return new Explanation(customer, segment, now, shown, true);
    }

    /** The segments a customer is in; empty where the scope does not know the customer. */
    @Transactional(readOnly = true)
    public Optional<Page<MemberQueries.Membership>> segmentsOf(BrandScope scope, UUID customerId, PageRequest page) {
        return customers.find(customerId, scope).map(customer -> {
            List<MemberQueries.Membership> rows = queries.memberships(customer, page, page.limit() + 1);
            return Page.of(rows, page.limit(), last -> Cursor.encode(last.scope(), last.key()))
                    .map(one -> one.scope().equals(scope.databaseValue()) || scope instanceof BrandScope.Group
                            ? one
                            : one.withoutValidUntil());
        });
    }

    /** A group segment rests on the data of all brands, whoever asks; what of it is shown is decided afterwards. */
    private Map<CustomerId, CustomerRecord> load(
            Segment segment, java.util.Collection<CustomerId> batch, FactsNeed need) {
        return scopeSwitch.call(segment.scope(), () -> facts.load(batch, need));
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
