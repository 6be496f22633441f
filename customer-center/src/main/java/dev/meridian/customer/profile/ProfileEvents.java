package dev.meridian.customer.profile;

import dev.meridian.customer.identity.BrandMerge;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.IdentifierId;
import dev.meridian.customer.identity.Merge;
import dev.meridian.customer.identity.Whose;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Puts what happened to profiles into the words of the contract. Nothing personal gets past here. */
@Component
final class ProfileEvents {

    static final String TOPIC = "meridian.customer.profile";

    private static final String CREATED = "meridian.customer.profile.created.v1";
    private static final String UPDATED = "meridian.customer.profile.updated.v1";
    private static final String MERGED = "meridian.customer.profile.merged.v1";
    private static final String BRAND_MERGED = "meridian.customer.profile.brand_merged.v1";

    private final SharedAttributes shared;
    private final TimeOrderedIds ids;

    ProfileEvents(SharedAttributes shared, TimeOrderedIds ids) {
        this.shared = shared;
        this.ids = ids;
    }

    private record ProfileCreatedV1(UUID customerId, Instant createdAt) {}

    private record ProfileUpdatedV1(
            UUID customerId,
            UUID brandCustomerId,
            UUID sourceProfileId,
            String brand,
            Map<String, SharedAttributes.Value> attributes) {}

    private record ProfileMergedV1(
            UUID mergeId,
            UUID survivorId,
            UUID absorbedId,
            List<UUID> sourceProfileIds,
            String reason,
            Instant mergedAt) {}

    private record ProfileBrandMergedV1(
            String brand,
            UUID mergeId,
            UUID survivorId,
            UUID absorbedId,
            List<UUID> sourceProfileIds,
            Instant mergedAt) {}

    OutgoingEvent created(CustomerId customer, Instant now) {
        return new OutgoingEvent(
                TOPIC,
                CREATED,
                ids.next(),
                customer.toString(),
                now,
                null,
                new ProfileCreatedV1(customer.value(), now));
    }

    /**
     * What a source profile says.
     *
     * @param whose the source profile
     * @param attributes everything the source profile says; what may not be shared is left out here
     */
    OutgoingEvent updated(
            Whose whose, SourceProfileId profile, Brand brand, List<StoredAttribute> attributes, Instant now) {
        return new OutgoingEvent(
                TOPIC,
                UPDATED,
                ids.next(),
                whose.inGroup().toString(),
                now,
                brand,
                new ProfileUpdatedV1(
                        whose.inGroup().value(),
                        whose.inBrand().value(),
                        profile.value(),
                        brand.key(),
                        shared.of(attributes, now)));
    }

    /** @param profiles the source profiles of the identifiers that moved */
    OutgoingEvent merged(Merge merge, Map<IdentifierId, List<SourceProfileId>> profiles) {
        List<UUID> moved = merge.moved().stream()
                .flatMap(identifier -> profiles.getOrDefault(identifier, List.of()).stream())
                .map(SourceProfileId::value)
                .toList();
        return merged(
                merge.mergeId(),
                merge.survivor().value(),
                merge.absorbed().value(),
                moved,
                merge.reason(),
                merge.mergedAt());
    }

    /** @param profiles the source profiles that moved */
    OutgoingEvent merged(
            UUID mergeId, UUID survivor, UUID absorbed, List<UUID> profiles, String reason, Instant mergedAt) {
        return new OutgoingEvent(
                TOPIC,
                MERGED,
                mergeId,
                survivor.toString(),
                mergedAt,
                null,
                new ProfileMergedV1(mergeId, survivor, absorbed, profiles, reason, mergedAt));
    }

    /** @param profiles the brand's source profiles of the identifiers that moved in its eyes */
    OutgoingEvent brandMerged(BrandMerge merge, List<SourceProfileId> profiles) {
        return new OutgoingEvent(
                TOPIC,
                BRAND_MERGED,
                merge.mergeId(),
                merge.survivor().toString(),
                merge.mergedAt(),
                merge.brand(),
                new ProfileBrandMergedV1(
                        merge.brand().key(),
                        merge.mergeId(),
                        merge.survivor().value(),
                        merge.absorbed().value(),
                        profiles.stream().map(SourceProfileId::value).toList(),
                        merge.mergedAt()));
    }
}
