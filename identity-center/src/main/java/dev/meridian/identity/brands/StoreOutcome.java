package dev.meridian.identity.brands;

/** What became of storing a brand or a channel. */
public sealed interface StoreOutcome {

    /** It was not there before. */
    record Created(RegisteredBrand brand) implements StoreOutcome {}

    /** It was there, and is now as asked. */
    record Changed(RegisteredBrand brand) implements StoreOutcome {}

    /** The channel's brand is not registered; nothing was stored. */
    record NoSuchBrand() implements StoreOutcome {}

    /** A back end signs in under the id the channel's app would have; nothing was stored. */
    record IdTaken() implements StoreOutcome {}
}
