package dev.meridian.identity.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a token may allow. */
public enum ApiScope {
    CUSTOMER_READ("customer:read", "Read customers and their timeline"),
    CUSTOMER_WRITE("customer:write", "Identify and change customers"),
    EVENT_WRITE("event:write", "Send events"),
    EVENT_ADMIN("event:admin", "Declare event types and decide on quarantined events"),
    MEMBER_READ("member:read", "Read members, balances and statements"),
    POINTS_WRITE("points:write", "Enrol members and move points"),
    COUPON_WRITE("coupon:write", "Claim, lock and redeem coupons"),
    TAG_WRITE("tag:write", "Define and set tags"),
    SEGMENT_READ("segment:read", "Read segments, their members and explanations"),
    SEGMENT_WRITE("segment:write", "Define and publish segments"),
    IDENTITY_ADMIN("identity:admin", "Register brands, channels and API clients"),
    PLATFORM_ADMIN("platform:admin", "Operate the platform");

    private final String wireName;
    private final String description;

    ApiScope(String wireName, String description) {
        this.wireName = wireName;
        this.description = description;
    }

    /** The name in tokens, on the wire and in the database. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** What it allows, for administrators. */
    public String description() {
        return description;
    }

    /** Reads a wire name; an unknown one is an {@link IllegalArgumentException}. */
    @JsonCreator
    public static ApiScope of(String wireName) {
        for (ApiScope scope : values()) {
            if (scope.wireName.equals(wireName)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("Not a scope");
    }
}
