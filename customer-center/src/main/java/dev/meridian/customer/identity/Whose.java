package dev.meridian.customer.identity;

/**
 * Whose something is that one brand sent.
 *
 * @param inGroup the customer of the group
 * @param inBrand the customer as the brand knows it: the only id the brand is ever given
 */
public record Whose(CustomerId inGroup, CustomerId inBrand) {}
