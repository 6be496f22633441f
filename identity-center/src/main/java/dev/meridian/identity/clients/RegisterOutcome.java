package dev.meridian.identity.clients;

/** What became of registering a client. */
public sealed interface RegisterOutcome {

    /** It is new; the secret is told now and never again. */
    record Created(ApiClient client, ClientSecret secret) implements RegisterOutcome {}

    /** It was there, and has now the rights that were asked for. */
    record Changed(ApiClient client) implements RegisterOutcome {}

    /** It acts for another brand, or its id says another: an id and its tokens never change hands. */
    record OfAnotherBrand() implements RegisterOutcome {}

    /** An app of customers signs in under this id. */
    record IdTaken() implements RegisterOutcome {}

    /** No such brand is registered. */
    record UnknownBrand() implements RegisterOutcome {}
}
