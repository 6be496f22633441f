package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads what customer-center tells of profiles: new customers, the brands that know them, and merges. */
@Configuration(proxyBeanMethods = false)
class ProfileListener {

    private static final String TOPIC = "meridian.customer.profile";
    private static final String CREATED = "meridian.customer.profile.created.v1";
    private static final String UPDATED = "meridian.customer.profile.updated.v1";
    private static final String MERGED = "meridian.customer.profile.merged.v1";
    private static final String BRAND_MERGED = "meridian.customer.profile.brand_merged.v1";
    private static final int READERS = 2;

    @Bean
    EventSubscription enrolmentSubscription(Enrolment enrolment) {
        return EventSubscription.ofBatches(
                        "membership-center.enrolment",
                        List.of(TOPIC),
                        Set.of(CREATED, UPDATED, MERGED, BRAND_MERGED),
                        events -> enrolment.process(
                                events.stream().map(ProfileListener::fact).toList()))
                .inGroup("a member is the group's, and is named for every brand that knows the customer")
                .withConcurrency(READERS);
    }

    static CustomerFact fact(IncomingEvent event) {
        return switch (event.type()) {
            case CREATED -> event.data(Created.class).fact();
            case UPDATED -> event.data(Updated.class).fact();
            case MERGED -> event.data(Merged.class).fact();
            case BRAND_MERGED -> event.data(BrandMerged.class).fact();
            default -> throw new IllegalArgumentException("Not subscribed to " + event.type());
        };
    }

    private record Created(UUID customerId) {
        CustomerFact fact() {
            return new CustomerFact.Known(customer(customerId), null);
        }
    }

    /** @param brandCustomerId absent in events of before brands had customers of their own; then it is the group's */
    private record Updated(UUID customerId, @Nullable UUID brandCustomerId, String brand) {
        CustomerFact fact() {
            UUID inBrand = brandCustomerId == null ? customerId : brandCustomerId;
            return new CustomerFact.Known(customer(customerId), new BrandCustomer(new Brand(brand), customer(inBrand)));
        }
    }

    private record Merged(UUID mergeId, UUID survivorId, UUID absorbedId, Instant mergedAt) {
        CustomerFact fact() {
            return new CustomerFact.Merge(
                    Objects.requireNonNull(mergeId),
                    customer(survivorId),
                    customer(absorbedId),
                    Objects.requireNonNull(mergedAt));
        }
    }

    private record BrandMerged(String brand, UUID mergeId, UUID survivorId, UUID absorbedId, Instant mergedAt) {
        CustomerFact fact() {
            return new CustomerFact.BrandMerge(
                    Objects.requireNonNull(mergeId),
                    new Brand(brand),
                    customer(survivorId),
                    customer(absorbedId),
                    Objects.requireNonNull(mergedAt));
        }
    }

    private static CustomerId customer(UUID id) {
        return new CustomerId(Objects.requireNonNull(id));
    }
}
