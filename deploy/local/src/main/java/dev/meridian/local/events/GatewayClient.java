package dev.meridian.local.events;

import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Posts JSON to the gateway in the name of one client. What may pass by itself (too many requests, something down, no
 * connection) is tried again with growing pauses, or the pause the gateway asks for; a token that has run out is
 * replaced. Safe for use by many threads.
 */
public final class GatewayClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Integer> PASSING = Set.of(408, 429, 502, 503, 504);
    private static final int UNAUTHENTICATED = 401;

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String gateway;
    private final Supplier<String> tokens;
    private final Duration patience;
    private final Clock clock;
    private final Pause pause;
    private volatile String token = "";

    /** How to wait; tests do not. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /**
     * What the gateway said in the end.
     *
     * @param status HTTP status
     * @param body as JSON; a missing node where there was none
     */
    public record Answer(int status, JsonNode body) {

        /** Whether the request was taken. */
        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /**
     * @param gateway base address
     * @param tokens fetches a new bearer token
     * @param patience how long one request is tried
     */
    public GatewayClient(String gateway, Supplier<String> tokens, Duration patience, Clock clock) {
        this(gateway, tokens, patience, clock, Thread::sleep);
    }

    GatewayClient(String gateway, Supplier<String> tokens, Duration patience, Clock clock, Pause pause) {
        this.gateway = gateway;
        this.tokens = tokens;
        this.patience = patience;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Posts until there is an answer that will not change by waiting.
     *
     * @throws FleetException when there is none within the patience
     */
    public Answer post(String path, JsonNode body) {
        byte[] json = JSON.writeValueAsBytes(body);
        long begun = System.nanoTime();
        Duration waited = Duration.ZERO;
        boolean tokenRenewed = false;
        String last = "";
        for (int attempt = 0; waited.plusNanos(System.nanoTime() - begun).compareTo(patience) < 0; attempt++) {
            String used = currentToken();
            Optional<Duration> asked = Optional.empty();
            try {
                HttpResponse<byte[]> response = exchange(path, json, used);
                if (response.statusCode() == UNAUTHENTICATED && !tokenRenewed) {
                    renewToken(used);
                    tokenRenewed = true;
                    continue;
                }
                if (!PASSING.contains(response.statusCode())) {
                    return new Answer(response.statusCode(), parse(response.body()));
                }
                last = "it answered " + response.statusCode();
                asked = retryAfter(response);
                tokenRenewed = false;
            } catch (IOException e) {
                last = "it cannot be reached";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FleetException("interrupted while sending", e);
            }
            Duration time = asked.orElse(growing(attempt));
            waited = waited.plus(sleep(time));
        }
        throw new FleetException("the gateway at " + gateway + " took nothing for " + patience.toSeconds() + " s ("
                + last + "); the same command goes on from here");
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpResponse<byte[]> exchange(String path, byte[] json, String bearer)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    private String currentToken() {
        if (token.isEmpty()) {
            renewToken("");
        }
        return token;
    }

    /** Only the first of many that find the token worn out fetches another. */
    private synchronized void renewToken(String wornOut) {
        if (token.equals(wornOut)) {
            token = tokens.get();
        }
    }

    /** Time that a test's clock does not see is counted here; the real one shows in the nanoseconds too. */
    private Duration sleep(Duration time) {
        long begun = System.nanoTime();
        try {
            pause.of(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while waiting", e);
        }
        Duration real = Duration.ofNanos(System.nanoTime() - begun);
        return real.compareTo(time) < 0 ? time.minus(real) : Duration.ZERO;
    }

    private static Duration growing(int attempt) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(attempt, 10);
        long capped = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
    }

    private Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").flatMap(value -> {
            try {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
            } catch (NumberFormatException notSeconds) {
                return until(value);
            }
        });
    }

    private Optional<Duration> until(String date) {
        try {
            Duration time =
                    Duration.between(clock.instant(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(time.isNegative() ? Duration.ZERO : time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
