package dev.meridian.customer.identity;

/**
 * An identifier in its one normal form.
 *
 * @param type what kind it is
 * @param scope empty, or for types of one brand that brand's key
 * @param value normalised, such as {@code +8613800138000}
 */
public record Identifier(IdentifierType type, String scope, String value) {

    // The value is personal and must not reach a log.
    @Override
    public String toString() {
        return "Identifier[" + type.wireName() + "]";
    }
}
