package dev.meridian.customer.identity;

/**
 * A stored identifier and the customer it belongs to.
 *
 * @param customerNumber of two customers, the older has the smaller one
 */
record KnownIdentifier(IdentifierId id, IdentifierKey key, CustomerId customer, long customerNumber) {}
