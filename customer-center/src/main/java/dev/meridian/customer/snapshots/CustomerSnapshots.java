package dev.meridian.customer.snapshots;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.interactions.RetoldInteractions;
import dev.meridian.customer.profile.RetoldProfiles;
import dev.meridian.customer.profile.SourceProfileId;
import dev.meridian.platform.snapshots.Fact;
import dev.meridian.platform.snapshots.Facts;
import dev.meridian.platform.snapshots.Place;
import dev.meridian.platform.snapshots.SnapshotSource;
import dev.meridian.platform.snapshots.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A subject is a customer of the group with everybody it has absorbed; its facts are its interactions. */
@Component
class CustomerSnapshots implements SnapshotSource {

    /** Of a customer, beyond which others are read apart: most have fewer. */
    private static final int FACTS = 50;

    private final RetoldProfiles profiles;
    private final RetoldInteractions interactions;

    CustomerSnapshots(RetoldProfiles profiles, RetoldInteractions interactions) {
        this.profiles = profiles;
        this.interactions = interactions;
    }

    @Override
    public String topic() {
        return "meridian.customer.snapshot";
    }

    @Override
    public String requests() {
        return "meridian.customer.snapshot-request";
    }

    @Override
    public List<String> retold() {
        return List.of("meridian.customer.interaction", "meridian.customer.profile");
    }

    @Override
    public List<UUID> next(@Nullable UUID after, int most) {
        return profiles.next(after, most);
    }

    @Override
    public Set<UUID> standingFor(Collection<String> keys) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (String key : keys) {
            try {
                ids.add(UUID.fromString(key));
            } catch (IllegalArgumentException noId) {
                // Nobody has been told anything under it.
                continue;
            }
        }
        return profiles.standingFor(ids);
    }

    @Override
    public Set<UUID> regroupedSince(Instant then) {
        return profiles.standingFor(profiles.absorbedSince(then));
    }

    @Override
    public List<Subject> tell(Collection<UUID> subjects) {
        List<RetoldProfiles.Retold> told = profiles.tell(subjects);
        Map<CustomerId, Map<SourceProfileId, UUID>> owned = new HashMap<>();
        told.forEach(one -> owned.put(one.customer(), one.sourceProfiles()));
        Map<CustomerId, List<RetoldInteractions.Retold>> done = interactions.tell(owned, null, FACTS + 1);
        List<Subject> all = new ArrayList<>();
        for (RetoldProfiles.Retold one : told) {
            Set<String> keys = new TreeSet<>();
            one.keys().forEach(id -> keys.add(id.toString()));
            all.add(new Subject(
                    one.customer().value(), keys, one.events(), facts(done.getOrDefault(one.customer(), List.of()))));
        }
        return all;
    }

    @Override
    public Facts further(UUID subject, Place after) {
        CustomerId customer = new CustomerId(subject);
        Map<SourceProfileId, UUID> owned = new HashMap<>();
        profiles.tell(List.of(subject)).forEach(one -> owned.putAll(one.sourceProfiles()));
        return facts(interactions
                .tell(Map.of(customer, owned), new RetoldInteractions.After(after.time(), after.id()), FACTS + 1)
                .getOrDefault(customer, List.of()));
    }

    private static Facts facts(List<RetoldInteractions.Retold> found) {
        return new Facts(
                found.stream()
                        .limit(FACTS)
                        .map(one -> new Fact(new Place(one.occurredAt(), one.interaction()), one.event()))
                        .toList(),
                found.size() > FACTS);
    }
}
