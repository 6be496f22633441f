package dev.meridian.tag.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits a batch so that what is stored together has no order among itself. Events that name the same customer or source
 * profile, or customers that the batch merges, come one after the other; only interactions that follow upon each other
 * share a round, because nobody's ownership depends on them. A batch about as many customers as it has events is one
 * round.
 */
final class Rounds {

    private final Map<ScopedId, ScopedId> parents = new HashMap<>();

    private Rounds() {}

    /** The batch in rounds; whom ids stand for before the batch is known to {@code owners}. */
    static List<List<CustomerEvent>> of(List<CustomerEvent> events, Owners owners) {
        return new Rounds().split(events, owners);
    }

    private record Last(int round, boolean interaction) {}

    private List<List<CustomerEvent>> split(List<CustomerEvent> events, Owners owners) {
        events.forEach(event -> join(named(event, owners)));
        List<List<CustomerEvent>> rounds = new ArrayList<>();
        Map<ScopedId, Last> lasts = new HashMap<>();
        for (CustomerEvent event : events) {
            ScopedId component = root(event.customers().getFirst());
            Last last = lasts.getOrDefault(component, new Last(-1, false));
            boolean interaction = event instanceof CustomerEvent.Recorded;
            int round = interaction && last.interaction() ? last.round() : last.round() + 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(event);
            lasts.put(component, new Last(round, interaction));
        }
        return rounds;
    }

    private static Set<ScopedId> named(CustomerEvent event, Owners owners) {
        Set<ScopedId> ids = new HashSet<>(event.sourceProfiles());
        ids.addAll(event.customers());
        if (event instanceof CustomerEvent.Merged merge) {
            ids.add(merge.absorbed());
        }
        Set<ScopedId> all = new HashSet<>(ids);
        ids.forEach(id -> all.add(owners.of(id)));
        return all;
    }

    private void join(Set<ScopedId> ids) {
        ScopedId first = root(ids.iterator().next());
        ids.forEach(id -> parents.put(root(id), first));
    }

    private ScopedId root(ScopedId id) {
        ScopedId root = id;
        for (ScopedId up = parents.get(root); up != null && !up.equals(root); up = parents.get(root)) {
            root = up;
        }
        for (ScopedId at = id; !at.equals(root); ) {
            ScopedId up = parents.put(at, root);
            at = up == null ? root : up;
        }
        return root;
    }
}
