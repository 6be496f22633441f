package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory;
import dev.meridian.customer.identity.CustomerDirectory.KnownAs;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.Identifier;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads profiles in the caller's brand scope. A customer of whom nothing is visible is answered like one who does not
 * exist.
 */
@Component
@Transactional(readOnly = true)
public class Profiles {

    private final CustomerDirectory directory;
    private final SourceProfiles sourceProfiles;
    private final ProfileAttributes attributes;

    Profiles(CustomerDirectory directory, SourceProfiles sourceProfiles, ProfileAttributes attributes) {
        this.directory = directory;
        this.sourceProfiles = sourceProfiles;
        this.attributes = attributes;
    }

    /**
     * A customer in the caller's eyes.
     *
     * @param customer the customer, who may have absorbed the id that was asked for
     * @param sourceProfiles the visible ones
     */
    public record VisibleCustomer(CustomerId customer, List<SourceProfileId> sourceProfiles) {

        public VisibleCustomer {
            sourceProfiles = List.copyOf(sourceProfiles);
        }
    }

    /** Who an id stands for; empty where it is unknown, or unknown to the caller's brand. */
    public Optional<VisibleCustomer> visible(CustomerId id) {
        return directory
                .find(id)
                .map(found -> new VisibleCustomer(
                        found.customer(),
                        sourceProfiles.visibleOf(found.customer()).stream()
                                .map(SourceProfiles.Visible::id)
                                .toList()));
    }

    Optional<Profile> find(CustomerId id) {
        return directory.find(id).map(this::read);
    }

    Optional<Profile> find(Identifier identifier) {
        return directory.find(identifier).map(this::read);
    }

    List<KnownAs> identifiersOf(CustomerId living) {
        return directory.identifiersOf(living);
    }

    private Profile read(CustomerDirectory.Visible customer) {
        List<SourceProfileId> sources = sourceProfiles.visibleOf(customer.customer()).stream()
                .map(SourceProfiles.Visible::id)
                .toList();
        return Profile.of(customer, attributes.of(sources));
    }
}
