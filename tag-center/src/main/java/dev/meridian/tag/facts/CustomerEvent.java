package dev.meridian.tag.facts;

import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.tag.rules.Moments;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of customer-center as far as this center reads it. */
sealed interface CustomerEvent {

    String PROFILE_TOPIC = "meridian.customer.profile";
    String INTERACTION_TOPIC = "meridian.customer.interaction";
    String CREATED = "meridian.customer.profile.created.v1";
    String UPDATED = "meridian.customer.profile.updated.v1";
    String MERGED = "meridian.customer.profile.merged.v1";
    String RECORDED = "meridian.customer.interaction.recorded.v1";

    /** Reads an event of one of the types above. */
    static CustomerEvent read(IncomingEvent event) {
        return switch (event.type()) {
            case CREATED -> event.data(Created.class);
            case UPDATED -> new Told(event.data(Updated.class), Moments.toMicros(event.time()));
            case MERGED -> event.data(Merged.class);
            case RECORDED -> event.data(Recorded.class);
            default -> throw new IllegalArgumentException("Not subscribed to " + event.type());
        };
    }

    /** The customer it is about, as the event names it: it may have been merged away since. */
    UUID customerId();

    /** The source profiles it names. */
    List<UUID> sourceProfiles();

    /** What to name as the cause of what it changes. */
    Cause cause();

    /** There is a customer. */
    record Created(UUID customerId) implements CustomerEvent {
        @Override
        public Cause cause() {
            return Cause.profile(null);
        }

        @Override
        public List<UUID> sourceProfiles() {
            return List.of();
        }
    }

    /** What a source profile says, on the wire. */
    record Updated(UUID customerId, UUID sourceProfileId, String brand, Map<String, Attribute> attributes) {}

    /** What a source profile says, and when that was told. */
    record Told(Updated profile, Instant toldAt) implements CustomerEvent {
        @Override
        public UUID customerId() {
            return profile.customerId();
        }

        @Override
        public List<UUID> sourceProfiles() {
            return List.of(profile.sourceProfileId());
        }

        @Override
        public Cause cause() {
            return Cause.profile(profile.sourceProfileId());
        }
    }

    /** An attribute as it is told, and as it is kept. */
    record Attribute(Object value, Instant observedAt) {}

    /** Two customers turned out to be one. */
    record Merged(UUID mergeId, UUID survivorId, UUID absorbedId, List<UUID> sourceProfileIds, Instant mergedAt)
            implements CustomerEvent {
        @Override
        public UUID customerId() {
            return survivorId;
        }

        @Override
        public List<UUID> sourceProfiles() {
            return sourceProfileIds;
        }

        @Override
        public Cause cause() {
            return Cause.merge(mergeId);
        }
    }

    /**
     * A customer did something.
     *
     * @param properties scalars, and whatever else the event's type has, such as the lines of an order
     * @param historical whether it was imported from before the brand reported its events; absent where it was not
     */
    record Recorded(
            UUID interactionId,
            UUID customerId,
            UUID sourceProfileId,
            String brand,
            String channel,
            String type,
            Instant occurredAt,
            Map<String, Object> properties,
            @Nullable Boolean historical)
            implements CustomerEvent {

        public Recorded {
            occurredAt = Moments.toMicros(occurredAt);
        }

        @Override
        public List<UUID> sourceProfiles() {
            return List.of(sourceProfileId);
        }

        @Override
        public Cause cause() {
            return Cause.interaction(interactionId);
        }
    }
}
