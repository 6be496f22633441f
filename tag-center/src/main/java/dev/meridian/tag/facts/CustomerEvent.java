package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
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
    String BRAND_MERGED = "meridian.customer.profile.brand_merged.v1";
    String RECORDED = "meridian.customer.interaction.recorded.v1";

    /** Reads an event of one of the types above. */
    static CustomerEvent read(IncomingEvent event) {
        return switch (event.type()) {
            case CREATED -> event.data(Created.class);
            case UPDATED -> new Told(event.data(Updated.class), Moments.toMicros(event.time()));
            case MERGED -> event.data(MergedInGroup.class).merged();
            case BRAND_MERGED -> event.data(MergedInBrand.class).merged();
            case RECORDED -> event.data(Recorded.class);
            default -> throw new IllegalArgumentException("Not subscribed to " + event.type());
        };
    }

    /**
     * The customers it is about, as the event names them, one for each scope that groups source profiles into customers
     * of its own: they may have been merged away since.
     */
    List<ScopedId> customers();

    /** The source profiles it names, once for each of these scopes. */
    List<ScopedId> sourceProfiles();

    /** Whether it says itself whom the brand takes the customer for, which events of earlier releases do not. */
    default boolean namesBrandCustomer() {
        return true;
    }

    /** What to name as the cause of what it changes. */
    Cause cause();

    private static List<ScopedId> inBoth(UUID inGroup, String brand, UUID inBrand) {
        return List.of(new ScopedId(BrandScope.group(), inGroup), new ScopedId(scope(brand), inBrand));
    }

    private static BrandScope scope(String brand) {
        return BrandScope.of(new Brand(brand));
    }

    /** There is a customer of the group. */
    record Created(UUID customerId) implements CustomerEvent {
        @Override
        public List<ScopedId> customers() {
            return List.of(new ScopedId(BrandScope.group(), customerId));
        }

        @Override
        public List<ScopedId> sourceProfiles() {
            return List.of();
        }

        @Override
        public Cause cause() {
            return Cause.profile(null);
        }
    }

    /**
     * What a source profile says, on the wire.
     *
     * @param brandCustomerId absent in events of before brands had customers of their own; then it is the group's
     */
    record Updated(
            UUID customerId,
            @Nullable UUID brandCustomerId,
            UUID sourceProfileId,
            String brand,
            Map<String, Attribute> attributes) {}

    /** What a source profile says, and when that was told. */
    record Told(Updated profile, Instant toldAt) implements CustomerEvent {
        @Override
        public List<ScopedId> customers() {
            UUID inBrand = profile.brandCustomerId();
            return inBoth(profile.customerId(), profile.brand(), inBrand == null ? profile.customerId() : inBrand);
        }

        @Override
        public List<ScopedId> sourceProfiles() {
            return inBoth(profile.sourceProfileId(), profile.brand(), profile.sourceProfileId());
        }

        @Override
        public boolean namesBrandCustomer() {
            return profile.brandCustomerId() != null;
        }

        @Override
        public Cause cause() {
            return Cause.profile(profile.sourceProfileId());
        }
    }

    /** An attribute as it is told, and as it is kept. */
    record Attribute(Object value, Instant observedAt) {}

    /** A merge of the group's, on the wire. */
    record MergedInGroup(
            UUID mergeId, UUID survivorId, UUID absorbedId, List<UUID> sourceProfileIds, Instant mergedAt) {
        Merged merged() {
            return new Merged(BrandScope.group(), mergeId, survivorId, absorbedId, sourceProfileIds, mergedAt);
        }
    }

    /** A brand's own merge, on the wire. */
    record MergedInBrand(
            String brand,
            UUID mergeId,
            UUID survivorId,
            UUID absorbedId,
            List<UUID> sourceProfileIds,
            Instant mergedAt) {
        Merged merged() {
            return new Merged(scope(brand), mergeId, survivorId, absorbedId, sourceProfileIds, mergedAt);
        }
    }

    /** Two customers turned out to be one, in the eyes of the scope. */
    record Merged(
            BrandScope scope,
            UUID mergeId,
            UUID survivorId,
            UUID absorbedId,
            List<UUID> sourceProfileIds,
            Instant mergedAt)
            implements CustomerEvent {

        ScopedId survivor() {
            return new ScopedId(scope, survivorId);
        }

        ScopedId absorbed() {
            return new ScopedId(scope, absorbedId);
        }

        @Override
        public List<ScopedId> customers() {
            return List.of(survivor());
        }

        @Override
        public List<ScopedId> sourceProfiles() {
            return sourceProfileIds.stream().map(id -> new ScopedId(scope, id)).toList();
        }

        @Override
        public Cause cause() {
            return Cause.merge(mergeId);
        }
    }

    /**
     * A customer did something.
     *
     * @param brandCustomerId absent in events of before brands had customers of their own; then it is the group's
     * @param properties scalars, and whatever else the event's type has, such as the lines of an order
     * @param historical whether it was imported from before the brand reported its events; absent where it was not
     */
    record Recorded(
            UUID interactionId,
            UUID customerId,
            @Nullable UUID brandCustomerId,
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
        public List<ScopedId> customers() {
            return inBoth(customerId, brand, brandCustomerId == null ? customerId : brandCustomerId);
        }

        @Override
        public List<ScopedId> sourceProfiles() {
            return inBoth(sourceProfileId, brand, sourceProfileId);
        }

        @Override
        public boolean namesBrandCustomer() {
            return brandCustomerId != null;
        }

        @Override
        public Cause cause() {
            return Cause.interaction(interactionId);
        }
    }
}
