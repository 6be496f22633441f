package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The golden profile as one caller sees it: a view over the source profiles visible to the caller.
 *
 * @param customer the customer, by the id the caller knows
 * @param version changes whenever anything in the view changes
 * @param knownSince since when the caller has known the customer
 * @param attributes the winning value of each attribute, by name
 */
record Profile(CustomerId customer, String version, Instant knownSince, Map<String, StoredAttribute> attributes) {

    private static final Comparator<StoredAttribute> LATEST = Comparator.comparing(StoredAttribute::observedAt)
            .thenComparing(attribute -> attribute.sourceProfile().value());

    static Profile of(CustomerDirectory.Visible customer, List<StoredAttribute> attributes) {
        return new Profile(customer.customer(), customer.version(), customer.knownSince(), survivors(attributes));
    }

    /**
     * Survivorship: of every attribute the value observed last; of two observed at the same instant the one of the
     * greater source profile id. A removal silences what the same brand said before it, and no other brand.
     */
    static Map<String, StoredAttribute> survivors(List<StoredAttribute> attributes) {
        Map<String, List<StoredAttribute>> byName =
                attributes.stream().collect(Collectors.groupingBy(StoredAttribute::name));
        Map<String, StoredAttribute> golden = new TreeMap<>();
        byName.forEach((name, said) -> {
            List<StoredAttribute> standing = new ArrayList<>(lastOfEachBrand(said));
            standing.removeIf(attribute -> attribute.value() == null);
            standing.stream().max(LATEST).ifPresent(winner -> golden.put(name, winner));
        });
        return golden;
    }

    private static Collection<StoredAttribute> lastOfEachBrand(List<StoredAttribute> said) {
        Map<Brand, StoredAttribute> last = said.stream()
                .collect(Collectors.toMap(
                        StoredAttribute::brand,
                        Function.identity(),
                        (one, two) -> LATEST.compare(one, two) >= 0 ? one : two));
        return last.values();
    }

    /** A value that is there. */
    static String valueOf(StoredAttribute attribute) {
        return Objects.requireNonNull(attribute.value());
    }
}
