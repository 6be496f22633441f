package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory;
import dev.meridian.customer.identity.CustomerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The golden profile as one caller sees it: a view over the source profiles visible to the caller.
 *
 * @param customer the customer, by the id the caller knows
 * @param version changes whenever anything in the view changes
 * @param knownSince since when the caller has known the customer
 * @param attributes the winning value of each attribute, by name
 */
record Profile(CustomerId customer, String version, Instant knownSince, Map<String, StoredAttribute> attributes) {

    static Profile of(CustomerDirectory.Visible customer, List<StoredAttribute> attributes) {
        return new Profile(
                customer.customer(), customer.version(), customer.knownSince(), Survivorship.winners(attributes));
    }

    /** A value that is there. */
    static String valueOf(StoredAttribute attribute) {
        return Objects.requireNonNull(attribute.value());
    }
}
