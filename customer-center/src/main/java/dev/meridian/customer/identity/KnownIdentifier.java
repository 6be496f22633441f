package dev.meridian.customer.identity;

/** A stored identifier and the customer it belongs to. */
record KnownIdentifier(IdentifierId id, IdentifierKey key, CustomerId customer) {}
