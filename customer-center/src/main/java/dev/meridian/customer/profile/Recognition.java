package dev.meridian.customer.profile;

import dev.meridian.customer.identity.BrandMerge;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.IdentifierId;
import dev.meridian.customer.identity.IdentityResolution;
import dev.meridian.customer.identity.Merge;
import dev.meridian.customer.identity.Observation;
import dev.meridian.customer.identity.Resolution;
import dev.meridian.customer.identity.Resolved;
import dev.meridian.customer.identity.Whose;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Turns what brands observe into customers and source profiles, a whole batch at a time. Must run in a transaction in
 * the group's scope.
 */
@Component
public final class Recognition {

    private final IdentityResolution resolution;
    private final SourceProfiles sourceProfiles;
    private final ProfileEvents events;
    private final Clock clock;

    Recognition(IdentityResolution resolution, SourceProfiles sourceProfiles, ProfileEvents events, Clock clock) {
        this.resolution = resolution;
        this.sourceProfiles = sourceProfiles;
        this.events = events;
        this.clock = clock;
    }

    /** Who one observation is about. */
    public record Person(Whose whose, SourceProfileId sourceProfile) {}

    /**
     * What came of a batch.
     *
     * @param people one per observation, in their order
     * @param events what other centers have to be told; for the caller to append, together with its own
     */
    public record Recognised(List<Person> people, List<OutgoingEvent> events) {

        public Recognised {
            people = List.copyOf(people);
            events = List.copyOf(events);
        }
    }

    /** Recognises a batch and stores what it changes. */
    public Recognised recognise(List<Observation> observations) {
        return record(observations, resolution.resolve(observations), true);
    }

    /** Stores the source profiles for a resolution. @param announce whether new source profiles are told at once */
    Recognised record(List<Observation> observations, Resolution resolved, boolean announce) {
        Set<SourceProfiles.Key> wanted = new LinkedHashSet<>();
        Map<SourceProfiles.Key, Whose> whose = new HashMap<>();
        List<SourceProfiles.Key> keys = new ArrayList<>();
        for (int i = 0; i < observations.size(); i++) {
            Resolved one = resolved.resolved().get(i);
            SourceProfiles.Key key = new SourceProfiles.Key(observations.get(i).brand(), one.primary());
            keys.add(key);
            wanted.add(key);
            // What was kept apart is somebody too: the brand has sent it and may ask for it.
            Brand brand = observations.get(i).brand();
            one.apart().forEach((identifier, owners) -> {
                SourceProfiles.Key other = new SourceProfiles.Key(brand, identifier);
                wanted.add(other);
                whose.putIfAbsent(other, owners);
            });
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        SourceProfiles.Ensured ensured = sourceProfiles.ensure(wanted, now);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Whose owners = resolved.resolved().get(i).whose();
            people.add(new Person(owners, profile(ensured, keys.get(i))));
            whose.put(keys.get(i), owners);
        }
        Set<SourceProfiles.Key> toldByCaller = announce ? Set.of() : Set.copyOf(keys);
        return new Recognised(people, tell(resolved, ensured, whose, toldByCaller, now));
    }

    private List<OutgoingEvent> tell(
            Resolution resolved,
            SourceProfiles.Ensured ensured,
            Map<SourceProfiles.Key, Whose> whose,
            Set<SourceProfiles.Key> toldByCaller,
            Instant now) {
        List<OutgoingEvent> told = new ArrayList<>();
        if (!ensured.created().isEmpty()) {
            Set<CustomerId> met = new TreeSet<>();
            ensured.created()
                    .forEach(key ->
                            met.add(Objects.requireNonNull(whose.get(key)).inGroup()));
            List<SourceProfileId> created =
                    ensured.created().stream().map(key -> profile(ensured, key)).toList();
            new TreeSet<>(sourceProfiles.firstSeen(met, created))
                    .forEach(customer -> told.add(events.created(customer, now)));
        }
        told.addAll(tellMerges(resolved.merges()));
        told.addAll(tellBrandMerges(resolved.brandMerges()));
        for (SourceProfiles.Key key : ensured.created()) {
            if (!toldByCaller.contains(key)) {
                Whose owners = Objects.requireNonNull(whose.get(key));
                told.add(events.updated(owners, profile(ensured, key), key.brand(), List.of(), now));
            }
        }
        return told;
    }

    private List<OutgoingEvent> tellMerges(List<Merge> merges) {
        if (merges.isEmpty()) {
            return List.of();
        }
        Set<IdentifierId> moved = new HashSet<>();
        merges.forEach(merge -> moved.addAll(merge.moved()));
        Map<IdentifierId, List<SourceProfileId>> profiles = sourceProfiles.of(moved);
        return merges.stream().map(merge -> events.merged(merge, profiles)).toList();
    }

    private List<OutgoingEvent> tellBrandMerges(List<BrandMerge> merges) {
        Set<SourceProfiles.Key> moved = new LinkedHashSet<>();
        merges.forEach(merge -> moved.addAll(moved(merge)));
        Map<SourceProfiles.Key, SourceProfileId> profiles = sourceProfiles.existing(moved);
        return merges.stream()
                .map(merge -> events.brandMerged(
                        merge,
                        moved(merge).stream()
                                .filter(profiles::containsKey)
                                .map(profiles::get)
                                .map(Objects::requireNonNull)
                                .toList()))
                .toList();
    }

    private static List<SourceProfiles.Key> moved(BrandMerge merge) {
        return merge.moved().stream()
                .map(identifier -> new SourceProfiles.Key(merge.brand(), identifier))
                .toList();
    }

    private static SourceProfileId profile(SourceProfiles.Ensured ensured, SourceProfiles.Key key) {
        return Objects.requireNonNull(ensured.all().get(key));
    }
}
