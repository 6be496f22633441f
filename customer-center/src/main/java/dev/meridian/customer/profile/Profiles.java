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
     * @param customer the living customer, who may have absorbed the id that was asked for
     * @param sourceProfiles the visible ones, at least one
     */
    public record VisibleCustomer(CustomerId customer, List<SourceProfileId> sourceProfiles) {

        public VisibleCustomer {
            sourceProfiles = List.copyOf(sourceProfiles);
        }
    }

    /** Who an id stands for; empty where it is unknown, or unknown to the caller's brand. */
    public Optional<VisibleCustomer> visible(CustomerId id) {
        return directory.living(id).flatMap(living -> {
            List<SourceProfileId> visible = sourceProfiles.visibleOf(living).stream()
                    .map(SourceProfiles.Visible::id)
                    .toList();
            return visible.isEmpty() ? Optional.empty() : Optional.of(new VisibleCustomer(living, visible));
        });
    }

    Optional<Profile> find(CustomerId id) {
        return directory.living(id).flatMap(this::read);
    }

    Optional<Profile> find(Identifier identifier) {
        return directory.find(identifier).flatMap(this::read);
    }

    List<KnownAs> identifiersOf(CustomerId living) {
        return directory.identifiersOf(living);
    }

    private Optional<Profile> read(CustomerId living) {
        List<SourceProfiles.Visible> visible = sourceProfiles.visibleOf(living);
        if (visible.isEmpty()) {
            return Optional.empty();
        }
        List<StoredAttribute> said =
                attributes.of(visible.stream().map(SourceProfiles.Visible::id).toList());
        return Optional.of(Profile.of(living, visible, said));
    }
}
