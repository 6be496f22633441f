package dev.meridian.identity.clients;

/** API clients are different now. Told inside the transaction that changed them. */
public record ClientsChanged() {}
