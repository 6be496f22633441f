package dev.meridian.customer.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A profile on the wire. */
record ProfileResponse(
        UUID customerId,
        String version,
        Instant knownSince,
        Map<String, Object> attributes,
        @JsonInclude(Include.NON_NULL) @Nullable List<IdentifierBody> identifiers,
        @JsonInclude(Include.NON_NULL) @Nullable Map<String, ProvenanceBody> provenance) {

    record IdentifierBody(
            String type,
            String value,
            @JsonInclude(Include.NON_NULL) @Nullable String brand,
            boolean verified,
            Instant firstSeenAt) {}

    record ProvenanceBody(String brand, UUID sourceProfileId, Instant observedAt) {}
}
