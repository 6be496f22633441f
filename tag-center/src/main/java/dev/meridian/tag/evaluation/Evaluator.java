package dev.meridian.tag.evaluation;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.CustomerRecord;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.facts.FactsNeed;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.rules.CustomerFacts;
import dev.meridian.tag.segments.LiveSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Evaluates customers by the rules of segments, reading the facts of many at once. */
@Component
class Evaluator {

    private final FactsArchive facts;

    Evaluator(FactsArchive facts) {
        this.facts = facts;
    }

    private record Pair(LiveSegment segment, CustomerId customer) {}

    private record View(ScopedCustomer customer, Set<UUID> without) {}

    List<Answer> evaluate(Collection<Occasion> occasions) {
        return evaluate(occasions, Map.of());
    }

    /**
     * Evaluates on each occasion by what was known then, each segment on the customers of its own scope.
     *
     * @param occasions those of one pair earliest first
     * @param becameKnown interactions that became known at an instant, by customer: earlier occasions do not know them
     */
    List<Answer> evaluate(
            Collection<Occasion> occasions, Map<ScopedCustomer, NavigableMap<Instant, Set<UUID>>> becameKnown) {
        if (occasions.isEmpty()) {
            return List.of();
        }
        Map<ScopedCustomer, CustomerRecord> records = load(occasions);
        Map<View, CustomerFacts> views = new HashMap<>();
        Map<Pair, List<Answer.Step>> steps = new LinkedHashMap<>();
        for (Occasion one : occasions) {
            Set<UUID> later = knownAfter(one, becameKnown);
            CustomerFacts known = views.computeIfAbsent(
                    new View(one.scoped(), later),
                    _ -> records.getOrDefault(one.scoped(), CustomerRecord.EMPTY)
                            .without(later)
                            .facts());
            steps.computeIfAbsent(new Pair(one.segment(), one.customer()), _ -> new ArrayList<>())
                    .add(new Answer.Step(
                            one.at(), one.cause(), one.segment().rule().timeline(known)));
        }
        return steps.entrySet().stream()
                .map(one -> new Answer(one.getKey().segment(), one.getKey().customer(), one.getValue()))
                .toList();
    }

    private Map<ScopedCustomer, CustomerRecord> load(Collection<Occasion> occasions) {
        Map<BrandScope, List<Occasion>> byScope = occasions.stream()
                .collect(Collectors.groupingBy(one -> one.segment().scope()));
        Map<ScopedCustomer, CustomerRecord> records = new HashMap<>();
        byScope.forEach((scope, those) -> {
            Set<CustomerId> customers = those.stream().map(Occasion::customer).collect(Collectors.toSet());
            Instant earliest = those.stream()
                    .map(Occasion::at)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            FactsNeed need = FactsNeed.of(
                    those.stream().map(one -> one.segment().rule()).distinct().toList(), earliest);
            facts.load(scope, customers, need)
                    .forEach((customer, known) -> records.put(new ScopedCustomer(scope, customer), known));
        });
        return records;
    }

    private static Set<UUID> knownAfter(
            Occasion occasion, Map<ScopedCustomer, NavigableMap<Instant, Set<UUID>>> becameKnown) {
        NavigableMap<Instant, Set<UUID>> all = becameKnown.getOrDefault(occasion.scoped(), new TreeMap<>());
        return all.tailMap(occasion.at(), false).values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }
}
