package dev.meridian.identity.clients;

import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;
import dev.meridian.platform.problems.ProblemType;
import org.jspecify.annotations.Nullable;

/** What became of an act on a client. */
public sealed interface ClientOutcome {

    /** It was not there before; a client of the group waits for approval and has no secret yet. */
    record Created(ApiClient client, @Nullable Told secret) implements ClientOutcome {}

    /** It is as was asked for. */
    record Done(ApiClient client, @Nullable Told secret) implements ClientOutcome {}

    /** The brand is not registered. */
    record UnknownBrand() implements ClientOutcome {}

    /** There is no such client, or no such secret. */
    record NotFound() implements ClientOutcome {}

    /** A rule forbids it; nothing was changed. */
    record Refused(ProblemType reason) implements ClientOutcome {}

    /**
     * A secret, told to the caller.
     *
     * @param name what the client signs in as with it
     * @param secret the secret itself
     */
    record Told(SignInName name, ClientSecret secret) {}
}
