package dev.meridian.membership.earning;

import java.time.Instant;

/**
 * Something a customer did, as customer-center tells it again long after.
 *
 * @param recordedAt when customer-center recorded it, which is when it would have been heard
 */
record RetoldInteraction(Interaction interaction, Instant recordedAt) {}
