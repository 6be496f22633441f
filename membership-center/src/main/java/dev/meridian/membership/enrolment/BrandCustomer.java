package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.Brand;

/**
 * A customer as one brand knows it by its own evidence alone.
 *
 * @param customer the only id the brand was given; mostly, but not always, that of a customer of the group
 */
public record BrandCustomer(Brand brand, CustomerId customer) {}
