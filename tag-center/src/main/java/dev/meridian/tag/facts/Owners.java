package dev.meridian.tag.facts;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which customer the ids and source profiles of one batch stand for. True as long as all of those customers are locked;
 * merges of the batch itself are noted here as they are made.
 */
final class Owners {

    private final Map<UUID, UUID> owners = new HashMap<>();

    /** An id that is not known stands for itself, be it a customer never seen or a source profile without one. */
    UUID of(UUID id) {
        return owners.getOrDefault(id, id);
    }

    boolean knows(UUID sourceProfile) {
        return owners.containsKey(sourceProfile);
    }

    void note(Map<UUID, UUID> found) {
        owners.putAll(found);
    }

    /** Everything that was the one's is the other's from now on. */
    void moved(UUID absorbed, UUID survivor, Collection<UUID> sourceProfiles) {
        owners.replaceAll((_, owner) -> owner.equals(absorbed) ? survivor : owner);
        owners.put(absorbed, survivor);
        sourceProfiles.forEach(profile -> owners.put(profile, survivor));
    }
}
