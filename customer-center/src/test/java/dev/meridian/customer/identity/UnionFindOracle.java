package dev.meridian.customer.identity;

import dev.meridian.customer.identity.Observation.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a limit would do is a question of evidence alone: a union that breaks one is left out. */
final class UnionFindOracle {
    private final IdentityProperties rules;
    private final Map<Identifier, Set<Identifier>> groups = new HashMap<>();
    private int held;

    UnionFindOracle(IdentityProperties rules) {
        this.rules = rules;
    }

    void observe(Observation observation) {
        List<Identifier> identifiers = observation.identifiers().stream()
                .map(Sighting::identifier)
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        // Within a type the order is that of the blind index, so the streams have one identifier per type.
        identifiers.sort((a, b) -> Integer.compare(
                rules.priority().indexOf(a.type()), rules.priority().indexOf(b.type())));
        identifiers.forEach(one -> groups.computeIfAbsent(one, self -> new HashSet<>(Set.of(self))));
        Identifier strongest = identifiers.getFirst();
        for (Identifier other : identifiers.subList(1, identifiers.size())) {
            Set<Identifier> union = new HashSet<>(groups.get(strongest));
            union.addAll(groups.get(other));
            if (groups.get(strongest).contains(other)) {
                continue;
            }
            if (breaksALimit(union)) {
                held++;
            } else {
                union.forEach(member -> groups.put(member, union));
            }
        }
    }

    private boolean breaksALimit(Set<Identifier> union) {
        return union.size() > rules.componentCap()
                || union.stream()
                        .collect(Collectors.groupingBy(
                                member -> member.type() + "@" + member.scope(), Collectors.counting()))
                        .entrySet()
                        .stream()
                        .anyMatch(kind -> kind.getValue() > limit(kind.getKey()));
    }

    private int limit(String kind) {
        IdentifierType type = IdentifierType.valueOf(kind.substring(0, kind.indexOf('@')));
        return rules.limits().getOrDefault(type, Integer.MAX_VALUE);
    }

    Set<Set<String>> partition() {
        return groups.values().stream()
                .map(group -> group.stream().map(RandomEvidence::name).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    int held() {
        return held;
    }
}
