package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something a customer did.
 *
 * @param interactionId names it, as evidence
 * @param brand key of the brand at which it happened
 * @param type what happened, such as {@code order.paid}
 * @param channel how it came, such as {@code mini_program}
 * @param occurredAt to the microsecond
 */
public record Fact(
        UUID interactionId,
        String brand,
        String type,
        String channel,
        Instant occurredAt,
        Map<String, Scalar> properties) {

    public Fact {
        occurredAt = Moments.toMicros(occurredAt);
        properties = Map.copyOf(properties);
    }

    Optional<BigDecimal> number(String property) {
        return Optional.ofNullable(properties.get(property)).flatMap(Scalar::asNumber);
    }
}
