package dev.meridian.platform.web.idempotency;

import java.time.Instant;

/** What an idempotency key has been used for. */
sealed interface KeyState {

    /** It was answered. */
    record Answered(StoredAnswer answer) implements KeyState {}

    /** A call holds it that runs outside any transaction, until its time is over. */
    record Reserved(Fingerprint fingerprint, Instant until) implements KeyState {}
}
