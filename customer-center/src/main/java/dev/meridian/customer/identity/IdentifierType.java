package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.Brand;
import java.util.Locale;
import java.util.Optional;

/** What kind of thing identifies somebody. */
public enum IdentifierType {
    EXTERNAL_ID(true),
    MEMBER_NO(true),
    WECHAT_UNIONID(false),
    WECHAT_OPENID(true),
    PHONE(false),
    EMAIL(false),
    DEVICE_ID(true);

    private final boolean ofOneBrand;

    IdentifierType(boolean ofOneBrand) {
        this.ofOneBrand = ofOneBrand;
    }

    /** Whether the same value means somebody else at another brand. */
    public boolean isOfOneBrand() {
        return ofOneBrand;
    }

    /** The scope that an identifier of this type has when the brand sends it: the brand, or empty for the group. */
    public String scopeFor(Brand brand) {
        return ofOneBrand ? brand.key() : "";
    }

    /** Its name on the wire and in the database, such as {@code wechat_openid}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of that wire name; empty for an unknown one. */
    public static Optional<IdentifierType> ofWireName(String name) {
        for (IdentifierType type : values()) {
            if (type.wireName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
