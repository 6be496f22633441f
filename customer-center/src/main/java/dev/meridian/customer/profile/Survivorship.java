package dev.meridian.customer.profile;

import dev.meridian.platform.kernel.Brand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which of several brands' values of an attribute a golden profile shows. */
final class Survivorship {

    private static final Comparator<StoredAttribute> LATEST = Comparator.comparing(StoredAttribute::observedAt)
            .thenComparing(attribute -> attribute.sourceProfile().value());

    private Survivorship() {}

    /**
     * Of every attribute the value observed last; of two observed at the same instant the one of the greater source
     * profile id. A removal silences what the same brand said before it, and no other brand.
     */
    static Map<String, StoredAttribute> winners(List<StoredAttribute> attributes) {
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
}
