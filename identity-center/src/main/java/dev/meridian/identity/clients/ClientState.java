package dev.meridian.identity.clients;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a client is in its life. */
public enum ClientState {
    /** It speaks for the group and waits for a second person's approval; it has no right and no secret. */
    PENDING,
    /** It can sign in. */
    ACTIVE,
    /** It cannot sign in until it is enabled again. */
    DISABLED,
    /** It is gone, and its id is never given to another. */
    DELETED;

    /** The name on the wire and in the database. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ClientState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
