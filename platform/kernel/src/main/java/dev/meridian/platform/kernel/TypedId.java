package dev.meridian.platform.kernel;

import java.util.UUID;

/**
 * An identifier that says what it identifies. Implemented by one record per kind of thing, so that a member id cannot
 * stand where a customer id is meant; unwrapped only at the wire and in SQL.
 */
public interface TypedId {

    /** The bare identifier: a UUID of version 7 for everything created here. */
    UUID value();
}
