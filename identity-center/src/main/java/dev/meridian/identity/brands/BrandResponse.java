package dev.meridian.identity.brands;

import java.time.Instant;
import java.util.List;

/** A brand on the wire. */
record BrandResponse(String key, BrandName name, List<Channel> channels, Instant createdAt, Instant updatedAt) {

    static BrandResponse from(RegisteredBrand brand) {
        return new BrandResponse(
                brand.brand().key(), brand.name(), brand.channels(), brand.createdAt(), brand.updatedAt());
    }
}
