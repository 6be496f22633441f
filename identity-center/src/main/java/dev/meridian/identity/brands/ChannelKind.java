package dev.meridian.identity.brands;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Through what kind of thing a brand meets its customers; the same names that events carry as their channel. */
public enum ChannelKind {
    APP,
    MINI_PROGRAM,
    WEB,
    STORE,
    FIELD,
    SOCIAL,
    EMAIL,
    PHONE,
    EVENT,
    API;

    /** The name on the wire and in the database. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name; an unknown one is an {@link IllegalArgumentException}. */
    @JsonCreator
    public static ChannelKind of(String wireName) {
        for (ChannelKind kind : values()) {
            if (kind.wireName().equals(wireName)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Not a kind of channel");
    }
}
