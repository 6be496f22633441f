package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.Brand;

/**
 * An identifier that a brand has sent before.
 *
 * @param customer the customer it belongs to in the brand's eyes
 * @param customerNumber of two customers of the brand, the one it met first has the smaller one
 * @param verified whether the brand has checked that it is the customer's
 */
record KnownSighting(
        Brand brand, IdentifierId id, IdentifierKey key, CustomerId customer, long customerNumber, boolean verified) {}
