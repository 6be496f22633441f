package dev.meridian.customer.interactions;

import dev.meridian.customer.catalogue.BrandCatalogue;
import dev.meridian.customer.identity.Whose;
import dev.meridian.customer.profile.SourceProfileId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer did, ready to be stored.
 *
 * @param id a new id
 * @param event what the brand sent
 * @param whose the customer at this time, for the group and for the brand
 * @param sourceProfile whom it stays with
 * @param typeVersion which version of its type it was read by; null for a type that nobody had declared
 * @param properties its properties in two parts
 */
record Interaction(
        UUID id,
        AcceptedEvent event,
        Whose whose,
        SourceProfileId sourceProfile,
        @Nullable Integer typeVersion,
        BrandCatalogue.Split properties,
        Instant recordedAt) {}
