package dev.meridian.tag.members;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.rules.Timeline;
import dev.meridian.tag.segments.LiveSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Judges customers, reading the facts of many at once. */
@Component
class Judge {

    private final FactsArchive facts;

    Judge(FactsArchive facts) {
        this.facts = facts;
    }

    /** A customer to be judged by a segment's rule. */
    record Case(LiveSegment segment, CustomerId customer, Instant from, Cause cause) {}

    List<Verdict> judge(List<Case> cases) {
        if (cases.isEmpty()) {
            return List.of();
        }
        Set<CustomerId> customers = cases.stream().map(Case::customer).collect(Collectors.toSet());
        Instant earliest =
                cases.stream().map(Case::from).min(Comparator.naturalOrder()).orElseThrow();
        FactsNeed need = FactsNeed.of(
                cases.stream().map(one -> one.segment().rule()).distinct().toList(), earliest);
        Map<CustomerId, CustomerRecord> records = facts.load(customers, need);
        List<Verdict> verdicts = new ArrayList<>();
        for (Case one : cases) {
            CustomerRecord known = records.getOrDefault(one.customer(), CustomerRecord.EMPTY);
            Timeline timeline =
                    one.segment().rule().timeline(known.inScope(one.segment().scope()));
            verdicts.add(new Verdict(one.segment(), one.customer(), timeline, one.from(), one.cause()));
        }
        return verdicts;
    }
}
