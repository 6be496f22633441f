package dev.meridian.customer.identity;

import dev.meridian.customer.identity.IdentityChanges.OfBrand;
import dev.meridian.customer.identity.KnownGraph.Held;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.platform.kernel.Brand;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a batch may change, and therefore locks. Evidence that was seen before changes nothing, also when it was held:
 * a phone that a thousand people share must not make a thousand events wait for each other.
 */
final class AtStake {

    static final Comparator<OfBrand> ORDER =
            Comparator.<OfBrand, String>comparing(one -> one.brand().key()).thenComparing(OfBrand::customer);

    private final Set<IdentifierKey> identifiers = new TreeSet<>();
    private final Set<CustomerId> customers = new TreeSet<>();
    private final Set<OfBrand> ofBrands = new TreeSet<>(ORDER);

    /** What is stored of the identifiers of a batch. */
    record Found(Map<IdentifierKey, KnownIdentifier> identifiers, Map<SightingKey, KnownSighting> sightings) {

        @Nullable
        KnownSighting sighting(Evidence evidence, Evidence.Part part) {
            return sightings.get(new SightingKey(evidence.observation().brand(), part.key()));
        }

        /** The pair that the strongest identifier makes with another, where both are stored and not known as one. */
        @Nullable
        Pair apart(Evidence evidence, Evidence.Part part) {
            KnownIdentifier one = identifiers.get(evidence.strongest().key());
            KnownIdentifier two = identifiers.get(part.key());
            if (one == null || two == null || one.id().equals(two.id())) {
                return null;
            }
            KnownSighting seen = sighting(evidence, evidence.strongest());
            KnownSighting other = sighting(evidence, part);
            boolean oneInGroup = one.customer().equals(two.customer());
            boolean oneInBrand =
                    seen == null || other == null || seen.customer().equals(other.customer());
            return oneInGroup && oneInBrand
                    ? null
                    : Pair.of(evidence.observation().brand(), one.id(), two.id());
        }
    }

    /** An identifier that a brand may have sent. */
    record SightingKey(Brand brand, IdentifierKey identifier) {}

    /** @param writing whether the caller goes on to write what the brands say of the customers */
    static AtStake of(List<Evidence> batch, Found found, Map<Pair, Held> held, boolean writing) {
        AtStake stake = new AtStake();
        for (Evidence evidence : batch) {
            boolean changes = changesSomething(evidence, found, held);
            for (Evidence.Part part : evidence.joining()) {
                KnownSighting seen = found.sighting(evidence, part);
                boolean verifies =
                        seen != null && !seen.verified() && part.sighting().verified();
                if (seen != null && (changes || writing || verifies)) {
                    stake.ofBrands.add(new OfBrand(seen.brand(), seen.customer()));
                }
                if (changes) {
                    stake.identifiers.add(part.key());
                    KnownIdentifier identifier = found.identifiers().get(part.key());
                    if (identifier != null) {
                        stake.customers.add(identifier.customer());
                    }
                }
            }
        }
        return stake;
    }

    private static boolean changesSomething(Evidence evidence, Found found, Map<Pair, Held> held) {
        for (Evidence.Part part : evidence.joining()) {
            KnownIdentifier identifier = found.identifiers().get(part.key());
            if (identifier == null || found.sighting(evidence, part) == null) {
                return true;
            }
            Pair apart = found.apart(evidence, part);
            if (apart != null && !isSettled(evidence, part, found, held.get(apart))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSettled(Evidence evidence, Evidence.Part part, Found found, @Nullable Held held) {
        if (held == null) {
            return false;
        }
        KnownSighting one = found.sighting(evidence, evidence.strongest());
        KnownSighting two = found.sighting(evidence, part);
        return held.brandReason() != null
                || one != null && two != null && one.customer().equals(two.customer());
    }

    AtStake and(AtStake other) {
        AtStake both = new AtStake();
        for (AtStake one : List.of(this, other)) {
            both.identifiers.addAll(one.identifiers);
            both.customers.addAll(one.customers);
            both.ofBrands.addAll(one.ofBrands);
        }
        return both;
    }

    boolean covers(AtStake other) {
        return identifiers.containsAll(other.identifiers)
                && customers.containsAll(other.customers)
                && ofBrands.containsAll(other.ofBrands);
    }

    boolean isEmpty() {
        return identifiers.isEmpty() && customers.isEmpty() && ofBrands.isEmpty();
    }

    Set<IdentifierKey> identifiers() {
        return identifiers;
    }

    Set<CustomerId> customers() {
        return customers;
    }

    /** In the order in which everybody locks them. */
    Set<OfBrand> ofBrands() {
        return ofBrands;
    }
}
