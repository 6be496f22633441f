package dev.meridian.identity.clients;

/** What became of registering a client. */
public sealed interface RegisterOutcome {

    /** It is new; the secret is told now and never again. */
    record Created(ApiClient client, ClientSecret secret) implements RegisterOutcome {}

    /** It was there, and has now the rights that were asked for. */
    record Changed(ApiClient client) implements RegisterOutcome {}

    /** It is there and acts for another brand, which cannot be changed: its tokens would change hands. */
    record OfAnotherBrand() implements RegisterOutcome {}

    /** No such brand is registered. */
    record UnknownBrand() implements RegisterOutcome {}
}
