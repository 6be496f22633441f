package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the gateway as one of the demo clients would: with what {@code demo.env} says and nothing else. */
final class Gateway {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Map<String, String> demo;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    Gateway(Map<String, String> demo) {
        this.demo = demo;
    }

    /** What came back: status, body as JSON (missing node where there is none), and the raw response. */
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        String code() {
            return body.path("code").asString("");
        }
    }

    private record Token(String value, long expiresAtNanos) {}

    /** A client by its name in {@code demo.env}: AURORA, BOREAL, MARKETER or OPERATOR. */
    As as(String client) {
        return new As("Bearer " + token(client));
    }

    /** Someone with this Authorization header, or none where it is empty. */
    As with(String authorization) {
        return new As(authorization);
    }

    String token(String client) {
        Token known = tokens.get(client);
        if (known != null
                && known.expiresAtNanos() - System.nanoTime()
                        > Duration.ofSeconds(60).toNanos()) {
            return known.value();
        }
        String form = "grant_type=client_credentials&client_id=" + encoded("MERIDIAN_" + client + "_CLIENT_ID")
                + "&client_secret=" + encoded("MERIDIAN_" + client + "_CLIENT_SECRET");
        Answer answer = send(HttpRequest.newBuilder(URI.create(setting("MERIDIAN_TOKEN_URL")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        if (answer.status() != 200) {
            throw new IllegalStateException("No token for " + client + ": " + answer.status());
        }
        long lifetime =
                Duration.ofSeconds(answer.body().path("expires_in").asLong()).toNanos();
        Token fresh = new Token(answer.body().path("access_token").asString(), System.nanoTime() + lifetime);
        tokens.put(client, fresh);
        return fresh.value();
    }

    private String encoded(String name) {
        return URLEncoder.encode(setting(name), StandardCharsets.UTF_8);
    }

    private String setting(String name) {
        String value = demo.get(name);
        if (value == null) {
            throw new IllegalStateException("demo.env lacks " + name);
        }
        return value;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") && !response.body().isEmpty()
                    ? JSON.readTree(response.body())
                    : JSON.missingNode();
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One caller. */
    final class As {

        private final String authorization;

        private As(String authorization) {
            this.authorization = authorization;
        }

        Answer get(String path) {
            return call("GET", path, null);
        }

        Answer get(String path, Map<String, String> headers) {
            return call("GET", path, null, headers);
        }

        Answer post(String path, Object body) {
            return call("POST", path, JSON.writeValueAsString(body));
        }

        /** The customer with this identifier, as the caller may see it. */
        Answer lookup(String type, String value) {
            return post("/api/customers/lookup", Map.of("type", type, "value", value));
        }

        Answer put(String path, Object body) {
            return call("PUT", path, JSON.writeValueAsString(body));
        }

        Answer call(String method, String path, String body) {
            return call(method, path, body, Map.of("Content-Type", "application/json"));
        }

        Answer call(String method, String path, String body, Map<String, String> headers) {
            var publisher =
                    body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(setting("MERIDIAN_GATEWAY") + path))
                    .method(method, publisher);
            headers.forEach(request::header);
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            return send(request);
        }
    }
}
