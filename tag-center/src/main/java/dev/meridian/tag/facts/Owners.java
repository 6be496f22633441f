package dev.meridian.tag.facts;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which customer the ids and source profiles of one batch stand for, in the eyes of each scope. True as long as all of
 * those customers are locked; merges of the batch itself are noted here as they are made.
 */
final class Owners {

    private final Map<ScopedId, ScopedId> owners = new HashMap<>();
    private final Set<ScopedId> assumed = new HashSet<>();

    /** An id that is not known stands for itself, be it a customer never seen or a source profile without one. */
    ScopedId of(ScopedId id) {
        return owners.getOrDefault(id, id);
    }

    boolean knows(ScopedId sourceProfile) {
        return owners.containsKey(sourceProfile);
    }

    /** Whether it was told whose a source profile is, and not only assumed. */
    boolean isSure(ScopedId sourceProfile) {
        return owners.containsKey(sourceProfile) && !assumed.contains(sourceProfile);
    }

    void note(Map<ScopedId, ScopedId> found) {
        owners.putAll(found);
        assumed.removeAll(found.keySet());
    }

    /** Notes that the owners of these source profiles, which are known, were only assumed. */
    void assume(Set<ScopedId> sourceProfiles) {
        assumed.addAll(sourceProfiles);
    }

    /** Everything that was the one's is the other's from now on. */
    void moved(ScopedId absorbed, ScopedId survivor, Collection<ScopedId> sourceProfiles) {
        owners.replaceAll((_, owner) -> owner.equals(absorbed) ? survivor : owner);
        owners.put(absorbed, survivor);
        sourceProfiles.forEach(profile -> owners.put(profile, survivor));
        assumed.removeAll(sourceProfiles);
    }
}
