package dev.meridian.identity.brands;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A brand to be stored: what people call it. */
record BrandRequest(@NotNull @Valid Name name) {

    record Name(
            @NotBlank @Size(max = 80) String en,
            @NotBlank @Size(max = 80) String zh) {

        BrandName toBrandName() {
            return new BrandName(en.strip(), zh.strip());
        }
    }
}
