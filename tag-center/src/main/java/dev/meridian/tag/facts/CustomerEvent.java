package dev.meridian.tag.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The events of customer-center as far as this center reads them. */
final class CustomerEvent {

    static final String PROFILE_TOPIC = "meridian.customer.profile";
    static final String INTERACTION_TOPIC = "meridian.customer.interaction";
    static final String CREATED = "meridian.customer.profile.created.v1";
    static final String UPDATED = "meridian.customer.profile.updated.v1";
    static final String MERGED = "meridian.customer.profile.merged.v1";
    static final String RECORDED = "meridian.customer.interaction.recorded.v1";

    private CustomerEvent() {}

    record Created(UUID customerId) {}

    record Updated(UUID customerId, UUID sourceProfileId, String brand, Map<String, Attribute> attributes) {}

    /** An attribute as it is told, and as it is kept. */
    record Attribute(Object value, Instant observedAt) {}

    record Merged(UUID mergeId, UUID survivorId, UUID absorbedId, List<UUID> sourceProfileIds, Instant mergedAt) {}

    record Recorded(
            UUID interactionId,
            UUID customerId,
            UUID sourceProfileId,
            String brand,
            String channel,
            String type,
            Instant occurredAt,
            Map<String, Object> properties) {}
}
