package dev.meridian.platform.web.idempotency;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.security.CurrentCaller;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.problems.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes a write with an {@code Idempotency-Key} happen once, however often and however concurrently it is sent.
 *
 * <p>The whole request is one transaction: what the handler writes, and the answer it gives, are committed together or
 * not at all, so a crash at any moment leaves either both or neither. The answer leaves only after the commit. Calls
 * that wait for other servers are the exception: see {@link CallsOutsideTransactions}.
 *
 * <ul>
 *   <li>An answer of 400 and above undoes what the handler wrote.
 *   <li>Successes and refusals are stored and given again. Not stored, so that the key can be used again, is every
 *       answer after which the same or a corrected request deserves another try: a request that was not understood or
 *       not allowed (400, 401, 403, 405, 406, 413, 415, 422 {@code invalid_request}), a version conflict (412), what is
 *       marked retryable, and every failure of ours (500 and above).
 *   <li>An answer whose handler says {@code Cache-Control: no-store} holds a secret and is not stored either: sent
 *       again, the request runs again.
 * </ul>
 */
final class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<Integer> NOT_STORED = Set.of(400, 401, 403, 405, 406, 412, 413, 415, 429);
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAILURE = 500;

    private final IdempotencyKeys keys;
    private final TransactionTemplate transactions;
    private final Problems problems;
    private final Set<String> reads;
    private final CallsOutsideTransactions outside;
    private final Clock clock;

    /** @param reads paths whose POST changes nothing: their answers are given anew, and never stored */
    IdempotencyFilter(
            IdempotencyKeys keys,
            TransactionTemplate transactions,
            Problems problems,
            Set<String> reads,
            CallsOutsideTransactions outside,
            Clock clock) {
        this.outside = outside;
        this.clock = clock;
        this.keys = keys;
        this.transactions = transactions;
        this.problems = problems;
        this.reads = Set.copyOf(reads);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return reads.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(HEADER);
        Optional<Caller> caller = CurrentCaller.of(request);
        if (given == null || caller.isEmpty() || !WRITES.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else if (!IdempotencyKey.isWellFormed(given)) {
            problems.write(Problem.of(StandardProblem.IDEMPOTENCY_KEY_INVALID), request, response);
        } else if (isMultipart(request)) {
            // Parts are read by the container, past the body that would have to be compared.
            problems.write(Problem.of(StandardProblem.UNSUPPORTED_MEDIA_TYPE), request, response);
        } else {
            once(IdempotencyKey.of(caller.get(), given), request, response, chain);
        }
    }

    private void once(IdempotencyKey key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readAllBytes();
        Fingerprint fingerprint = Fingerprint.of(request, body);
        ReplayableRequest replayable = new ReplayableRequest(request, body);
        CapturedResponse captured = new CapturedResponse(response);
        Handling handling = new Handling(replayable, captured, chain);
        Outcome outcome = outside.include(request)
                ? attemptOutside(key, fingerprint, handling)
                : transactions.execute(transaction -> attempt(key, fingerprint, handling, transaction));
        handling.rethrow();
        switch (outcome) {
            case Outcome.Handled() -> captured.copyBodyToResponse();
            case Outcome.Replayed(StoredAnswer answer) -> {
                response.setHeader(REPLAYED, "true");
                answer.writeTo(response);
            }
            case Outcome.Refused(StandardProblem reason) -> problems.write(Problem.of(reason), request, response);
        }
    }

    private Outcome attempt(
            IdempotencyKey key, Fingerprint fingerprint, Handling handling, TransactionStatus transaction) {
        if (!keys.tryTake(key)) {
            return new Outcome.Refused(StandardProblem.REQUEST_IN_PROGRESS);
        }
        Optional<KeyState> before = keys.find(key);
        if (before.isPresent()) {
            Optional<Outcome> instead = insteadOfHandling(before.get(), fingerprint);
            if (instead.isPresent()) {
                return instead.get();
            }
            keys.freeExpired(key);
        }
        Object beforeHandling = transaction.createSavepoint();
        if (!handling.run()) {
            transaction.setRollbackOnly();
            return new Outcome.Handled();
        }
        int status = handling.response().getStatus();
        if (status >= FIRST_FAILURE || handling.response().isLeftToContainer()) {
            transaction.setRollbackOnly();
            return new Outcome.Handled();
        }
        if (status >= FIRST_REFUSAL) {
            transaction.rollbackToSavepoint(beforeHandling);
        }
        if (isFinal(status, Problems.answered(handling.request())) && mayBeStored(handling.response())) {
            keys.store(key, StoredAnswer.of(fingerprint, handling.response()));
        }
        return new Outcome.Handled();
    }

    private Outcome attemptOutside(IdempotencyKey key, Fingerprint fingerprint, Handling handling) {
        return switch (outside.begin(key, fingerprint)) {
            case CallsOutsideTransactions.Attempt.Busy() -> new Outcome.Refused(StandardProblem.REQUEST_IN_PROGRESS);
            case CallsOutsideTransactions.Attempt.Taken(KeyState by) ->
                insteadOfHandling(by, fingerprint)
                        .orElseGet(() -> new Outcome.Refused(StandardProblem.REQUEST_IN_PROGRESS));
            case CallsOutsideTransactions.Attempt.Begun(UUID reservation) -> {
                boolean kept = false;
                try {
                    if (handling.run() && isKept(handling)) {
                        outside.keep(key, reservation, StoredAnswer.of(fingerprint, handling.response()));
                        kept = true;
                    }
                } finally {
                    if (!kept) {
                        outside.free(key, reservation);
                    }
                }
                yield new Outcome.Handled();
            }
        };
    }

    private static boolean isKept(Handling handling) {
        int status = handling.response().getStatus();
        return status < FIRST_FAILURE
                && !handling.response().isLeftToContainer()
                && isFinal(status, Problems.answered(handling.request()))
                && mayBeStored(handling.response());
    }

    /** How a request is answered whose key was used before; empty if the key is free for it after all. */
    private Optional<Outcome> insteadOfHandling(KeyState before, Fingerprint fingerprint) {
        return switch (before) {
            case KeyState.Answered(StoredAnswer answer) ->
                Optional.of(
                        answer.fingerprint().equals(fingerprint)
                                ? new Outcome.Replayed(answer)
                                : new Outcome.Refused(StandardProblem.IDEMPOTENCY_KEY_REUSED));
            case KeyState.Reserved(Fingerprint by, Instant until) -> {
                if (!by.equals(fingerprint)) {
                    yield Optional.of(new Outcome.Refused(StandardProblem.IDEMPOTENCY_KEY_REUSED));
                }
                yield until.isAfter(clock.instant())
                        ? Optional.of(new Outcome.Refused(StandardProblem.REQUEST_IN_PROGRESS))
                        : Optional.empty();
            }
        };
    }

    private static boolean isFinal(int status, @Nullable ProblemType answered) {
        if (status < FIRST_REFUSAL) {
            return true;
        }
        boolean anotherTry = answered != null && (answered.retryable() || answered == StandardProblem.INVALID_REQUEST);
        return !anotherTry && !NOT_STORED.contains(status);
    }

    /** An answer that tells a secret says that nobody may store it, and that includes us. */
    private static boolean mayBeStored(HttpServletResponse answer) {
        String cacheControl = answer.getHeader(HttpHeaders.CACHE_CONTROL);
        return cacheControl == null || !cacheControl.contains("no-store");
    }

    private static boolean isMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
    }

    private sealed interface Outcome {

        /** The handler answered; its answer is waiting. */
        record Handled() implements Outcome {}

        /** It was answered before. */
        record Replayed(StoredAnswer answer) implements Outcome {}

        /** The key cannot be used now, or not for this request. */
        record Refused(StandardProblem reason) implements Outcome {}
    }

    /** The rest of the chain, with its checked exceptions carried around the transaction. */
    private static final class Handling {

        private final HttpServletRequest request;
        private final CapturedResponse response;
        private final FilterChain chain;
        private @Nullable Exception failure;

        Handling(HttpServletRequest request, CapturedResponse response, FilterChain chain) {
            this.request = request;
            this.response = response;
            this.chain = chain;
        }

        HttpServletRequest request() {
            return request;
        }

        CapturedResponse response() {
            return response;
        }

        /** Whether the chain came to an end without an exception. */
        boolean run() {
            try {
                chain.doFilter(request, response);
                return true;
            } catch (ServletException | IOException e) {
                failure = e;
                return false;
            }
        }

        void rethrow() throws ServletException, IOException {
            switch (failure) {
                case null -> {}
                case ServletException e -> throw e;
                case IOException e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }
}
