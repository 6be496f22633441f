package dev.meridian.platform.testing.hostile;

import dev.meridian.platform.testing.OpenApiContract;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * Calls every operation of a center's contract with requests that are made from a seed: none of them may be answered by
 * a failure of ours. {@code -Dmeridian.prove.seeds=N} says how many; {@code -Dmeridian.prove.seed=S} repeats one.
 */
public final class HostileRequests {

    private static final int SHORT_FORM = 400;
    private static final int AT_ONCE = 4;
    private static final int FIRST_FAILURE = 500;
    private static final int MOST_SHOWN = 10;
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final List<String> PLACES = List.of("aurora", "group-club", "fuzz-1", "fuzz-2");
    private static final List<String> TYPES = List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/xml",
            "application/json;charset=UTF-16",
            "application/json;charset=nonsense",
            "application/merge-patch+json",
            "*/*",
            "x",
            ";");
    private static final List<String> HEADERS = List.of(
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "Content-Encoding",
            "Range",
            "X-Request-Id",
            "X-Http-Method-Override",
            "X-Forwarded-For",
            "traceparent");
    private static final List<String> VALUES = List.of(
            "",
            "*",
            "\"0\"",
            "W/\"1\"",
            "\"99999999999999999999\"",
            "\"-1\"",
            "0",
            "application/xml",
            "application/json;q=2",
            "zh;q=x",
            "gzip",
            "bytes=0-",
            "DELETE",
            "x".repeat(2_000),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private final String url;
    private final OpenApiContract contract;
    private final List<Called> operations;
    private final String token;
    private final String groupToken;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An operation as the contract has it. */
    private record Called(String method, String path, JsonNode operation, JsonNode shared) {}

    private HostileRequests(String url, String center) {
        this.url = url;
        this.contract = OpenApiContract.load(center);
        this.operations = operations(contract);
        Set<String> scopes = new TreeSet<>();
        contract.document()
                .path("paths")
                .findValues("security")
                .forEach(security -> security.forEach(
                        way -> way.forEach(required -> required.forEach(scope -> scopes.add(scope.asString())))));
        this.token = TestTokens.brand("aurora", scopes.toArray(String[]::new));
        this.groupToken = TestTokens.group(scopes.toArray(String[]::new));
    }

    /** Calls a running center; fails with the seeds of what it could not bear. */
    public static void againstEveryOperationOf(String center, String url) {
        new HostileRequests(url, center).run();
    }

    private void run() {
        Long single = Long.getLong("meridian.prove.seed");
        long first = single == null ? 0 : single;
        long end = single == null ? Long.getLong("meridian.prove.seeds", SHORT_FORM) : single + 1;
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        Map<Integer, AtomicLong> statuses = new TreeMap<>();
        AtomicLong next = new AtomicLong(first);
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                callers.execute(() -> {
                    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                        String failure = call(seed, statuses);
                        if (!failure.isEmpty()) {
                            failures.add(failure);
                        }
                    }
                });
            }
        }
        System.out.printf("%s: %,d hostile requests, answered %s%n", contract.name(), end - first, statuses);
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " of " + (end - first) + " requests met a failure of ours:\n"
                    + String.join("\n", failures.stream().limit(MOST_SHOWN).toList()));
        }
    }

    /** Sends one request and says what is wrong with the answer; empty when nothing is. */
    private String call(long seed, Map<Integer, AtomicLong> statuses) {
        HttpRequest request;
        try {
            request = request(seed);
        } catch (IllegalArgumentException unsendable) {
            // The client will not let it out; there are enough others.
            return "";
        }
        String what =
                "seed " + seed + ": " + request.method() + " " + request.uri().getRawPath();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            synchronized (statuses) {
                long ignored = statuses.computeIfAbsent(answer.statusCode(), status -> new AtomicLong())
                        .incrementAndGet();
            }
            return answer.statusCode() < FIRST_FAILURE
                    ? ""
                    : what + " → " + answer.statusCode() + " "
                            + answer.headers().firstValue("X-Request-Id").orElse("");
        } catch (IOException e) {
            return what + " → " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return what + " → interrupted";
        }
    }

    private HttpRequest request(long seed) {
        Odds odds = new Odds(seed);
        Called called = operations.get((int) (seed % operations.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path(called, odds) + query(called, odds)))
                .timeout(Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1)));
        boolean told = !called.operation().path("requestBody").isMissingNode();
        byte[] body = told || odds.oneIn(10)
                ? new HostileBody(contract, odds).of(called.operation().path("requestBody"))
                : new byte[0];
        request = request.method(
                odds.oneIn(40) ? odds.of(List.of("HEAD", "OPTIONS", "DELETE", "PATCH", "PROPFIND")) : called.method(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!odds.oneIn(30)) {
            request = request.header("Authorization", "Bearer " + (odds.oneIn(4) ? groupToken : token));
        }
        request = request.header("Content-Type", odds.oneIn(10) ? odds.of(TYPES) : "application/json");
        for (String name : HEADERS) {
            if (odds.oneIn(name.equals("Idempotency-Key") ? 3 : 15)) {
                request = request.header(name, odds.oneIn(2) ? odds.of(VALUES) : "key-" + odds.below(1_000_000));
            }
        }
        return request.build();
    }

    private static String path(Called called, Odds odds) {
        StringBuilder path = new StringBuilder();
        for (String segment : called.path().substring(1).split("/")) {
            path.append('/');
            path.append(segment.startsWith("{") ? encoded(odds.oneIn(2) ? odds.of(PLACES) : odds.text()) : segment);
        }
        return path.toString();
    }

    private String query(Called called, Odds odds) {
        List<String> parts = new ArrayList<>();
        for (JsonNode list : List.of(called.shared(), called.operation().path("parameters"))) {
            for (JsonNode parameter : list) {
                JsonNode described = contract.resolve(parameter);
                if (described.path("in").asString("").equals("query") && !odds.oneIn(3)) {
                    parts.add(described.path("name").asString() + "=" + encoded(odds.text()));
                }
            }
        }
        if (odds.oneIn(10)) {
            parts.add(encoded(odds.text()) + "=" + encoded(odds.text()));
        }
        if (odds.oneIn(10) && !parts.isEmpty()) {
            parts.add(parts.getFirst());
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<Called> operations(OpenApiContract contract) {
        List<Called> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                contract.document().path("paths").properties()) {
            JsonNode item = contract.resolve(path.getValue());
            for (Map.Entry<String, JsonNode> method : item.properties()) {
                if (METHODS.contains(method.getKey())) {
                    found.add(new Called(
                            method.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey(),
                            method.getValue(),
                            item.path("parameters")));
                }
            }
        }
        return found;
    }
}
