package dev.meridian.identity.brands;

/** Brands or channels are different now. Told inside the transaction that changed them. */
public record BrandsChanged() {}
