package dev.meridian.membership.earning;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer did with a brand.
 *
 * @param customer as customer-center knew them then; may have been merged since
 * @param brandCustomer as the brand knows them
 * @param type such as {@code order.paid}
 * @param occurredAt when it happened, maybe long ago
 * @param historical whether the brand loaded it as the past
 * @param properties scalars by name
 */
public record Interaction(
        UUID id,
        CustomerId customer,
        Brand brand,
        CustomerId brandCustomer,
        String type,
        Instant occurredAt,
        boolean historical,
        Map<String, ? extends @Nullable Object> properties) {}
