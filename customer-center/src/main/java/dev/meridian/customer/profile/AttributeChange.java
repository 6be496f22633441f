package dev.meridian.customer.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a brand says of one attribute.
 *
 * @param value in its normal form; null when the brand takes its value back
 */
record AttributeChange(
        AttributeDefinition attribute, @Nullable String value) {

    static AttributeChange removal(AttributeDefinition attribute) {
        return new AttributeChange(attribute, null);
    }

    // The value may be personal and must not reach a log.
    @Override
    public String toString() {
        return "AttributeChange[" + attribute.name() + "]";
    }
}
