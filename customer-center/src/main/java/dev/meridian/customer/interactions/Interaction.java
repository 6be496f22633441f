package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.profile.SourceProfileId;
import java.time.Instant;
import java.util.UUID;

/**
 * Something a customer did, ready to be stored.
 *
 * @param id a new id
 * @param event what the brand sent
 * @param customer the customer at this time
 * @param sourceProfile whom it stays with
 * @param properties its properties in two parts
 */
record Interaction(
        UUID id,
        AcceptedEvent event,
        CustomerId customer,
        SourceProfileId sourceProfile,
        SharedProperties.Split properties,
        Instant recordedAt) {}
