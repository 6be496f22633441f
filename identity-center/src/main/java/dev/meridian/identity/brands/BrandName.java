package dev.meridian.identity.brands;

/**
 * What people call a brand.
 *
 * @param en in English
 * @param zh in Chinese
 */
public record BrandName(String en, String zh) {}
