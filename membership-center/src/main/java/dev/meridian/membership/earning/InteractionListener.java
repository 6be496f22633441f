package dev.meridian.membership.earning;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads what customers did, as customer-center records it. */
@Configuration(proxyBeanMethods = false)
class InteractionListener {

    private static final String TOPIC = "meridian.customer.interaction";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final int READERS = 2;

    @Bean
    EventSubscription earningSubscription(PointsEarning earning) {
        return EventSubscription.ofBatches(
                        "membership-center.earning",
                        List.of(TOPIC),
                        Set.of(RECORDED),
                        events -> earning.earn(events.stream()
                                .map(InteractionListener::interaction)
                                .toList()))
                .inGroup("an order of one brand is posted to the group's member, whose balance is of all brands")
                .withConcurrency(READERS);
    }

    static Interaction interaction(IncomingEvent event) {
        return event.data(Recorded.class).interaction();
    }

    /** @param brandCustomerId absent in events of before brands had customers of their own; then it is the group's */
    private record Recorded(
            UUID interactionId,
            UUID customerId,
            @Nullable UUID brandCustomerId,
            String brand,
            String type,
            Instant occurredAt,
            @Nullable Boolean historical,
            Map<String, @Nullable Object> properties) {

        Interaction interaction() {
            return new Interaction(
                    Objects.requireNonNull(interactionId),
                    new CustomerId(Objects.requireNonNull(customerId)),
                    new Brand(brand),
                    new CustomerId(brandCustomerId == null ? customerId : brandCustomerId),
                    Objects.requireNonNull(type),
                    Objects.requireNonNull(occurredAt),
                    Boolean.TRUE.equals(historical),
                    Objects.requireNonNull(properties));
        }
    }
}
