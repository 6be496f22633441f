package dev.meridian.membership.earning;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.snapshots.Projection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads what customers did, as customer-center records it. */
@Configuration(proxyBeanMethods = false)
class InteractionListener {

    private static final String TOPIC = "meridian.customer.interaction";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final String SNAPSHOT = "meridian.customer.snapshot";
    private static final String SNAPSHOT_REQUEST = "meridian.customer.snapshot-request";
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

    /**
     * What this center keeps of customers, and what it may have missed of what they did. The ledger is this center's own:
     * it is built from nothing but its postings.
     */
    @Bean
    Projection customersProjection(
            @Qualifier("enrolmentSubscription") EventSubscription enrolment,
            @Qualifier("earningSubscription") EventSubscription live,
            PointsEarning earning) {
        EventSubscription retold = live.handledBy(events -> earning.earnMissed(events.stream()
                .map(event -> event.data(Recorded.class).retold())
                .toList()));
        return new Projection(
                "membership-center",
                SNAPSHOT,
                SNAPSHOT_REQUEST,
                List.of(enrolment, retold),
                Projection.Correction.NONE);
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
            Instant recordedAt,
            @Nullable Boolean historical,
            Map<String, @Nullable Object> properties) {

        RetoldInteraction retold() {
            return new RetoldInteraction(interaction(), Objects.requireNonNull(recordedAt));
        }

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
