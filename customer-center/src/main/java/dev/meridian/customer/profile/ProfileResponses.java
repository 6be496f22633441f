package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory.KnownAs;
import dev.meridian.customer.profile.ProfileResponse.IdentifierBody;
import dev.meridian.customer.profile.ProfileResponse.ProvenanceBody;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts profiles into their wire form. */
@Component
final class ProfileResponses {

    private final Map<String, AttributeDefinition> catalogue;

    ProfileResponses(AttributeCatalogue catalogue) {
        this.catalogue = catalogue.byName();
    }

    ProfileResponse from(Profile profile, @Nullable List<KnownAs> identifiers, boolean withProvenance) {
        Map<String, Object> attributes = new TreeMap<>();
        Map<String, ProvenanceBody> provenance = new TreeMap<>();
        profile.attributes().forEach((name, attribute) -> {
            AttributeDefinition definition = catalogue.get(name);
            // A name that has left the catalogue is kept in the database and no longer shown.
            if (definition != null) {
                attributes.put(name, definition.type().wire(Profile.valueOf(attribute)));
                provenance.put(
                        name,
                        new ProvenanceBody(
                                attribute.brand().key(),
                                attribute.sourceProfile().value(),
                                attribute.observedAt()));
            }
        });
        return new ProfileResponse(
                profile.customer().value(),
                profile.version(),
                profile.knownSince(),
                attributes,
                identifiers == null
                        ? null
                        : identifiers.stream().map(ProfileResponses::identifier).toList(),
                withProvenance ? provenance : null);
    }

    private static IdentifierBody identifier(KnownAs known) {
        String scope = known.identifier().scope();
        return new IdentifierBody(
                known.identifier().type().wireName(),
                known.identifier().value(),
                scope.isEmpty() ? null : scope,
                known.verified(),
                known.firstSeenAt());
    }
}
