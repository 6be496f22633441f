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
                .inGroup("programmes and their ledgers are the whole group's")
                .withConcurrency(READERS);
    }

    static Interaction interaction(IncomingEvent event) {
        return event.data(Recorded.class).interaction();
    }

    private record Recorded(
            UUID interactionId,
            UUID customerId,
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
                    Objects.requireNonNull(type),
                    Objects.requireNonNull(occurredAt),
                    Boolean.TRUE.equals(historical),
                    Objects.requireNonNull(properties));
        }
    }
}
