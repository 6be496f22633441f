package dev.meridian.platform.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call being put together. */
public final class ApiRequest {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^/}]+}");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String JSON = "application/json";

    private final ApiClient client;
    private final String method;
    private final String path;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private byte @Nullable [] body;

    ApiRequest(ApiClient client, String method, String path) {
        this.client = client;
        this.method = method;
        int mark = path.indexOf('?');
        this.path = mark < 0 ? path : path.substring(0, mark);
        headers.putAll(client.headers());
        if (mark >= 0) {
            for (String pair : path.substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                addQuery(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    static String expand(String path, Object... variables) {
        Matcher names = VARIABLE.matcher(path);
        StringBuilder expanded = new StringBuilder();
        int used = 0;
        while (names.find()) {
            if (used == variables.length) {
                throw new IllegalArgumentException("Too few variables for " + path);
            }
            names.appendReplacement(expanded, Matcher.quoteReplacement(encode(String.valueOf(variables[used++]))));
        }
        if (used != variables.length) {
            throw new IllegalArgumentException("Too many variables for " + path);
        }
        return names.appendTail(expanded).toString();
    }

    /** Adds a query parameter. */
    @CanIgnoreReturnValue
    public ApiRequest query(String name, Object value) {
        addQuery(name, String.valueOf(value));
        return this;
    }

    /** Sets a header. */
    @CanIgnoreReturnValue
    public ApiRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sets {@code Idempotency-Key}. */
    @CanIgnoreReturnValue
    public ApiRequest idempotencyKey(String key) {
        return header("Idempotency-Key", key);
    }

    /** The body as JSON: a record, a map, a list or a JSON node; a {@link String} is sent as the JSON text it is. */
    @CanIgnoreReturnValue
    public ApiRequest body(Object value) {
        byte[] json = value instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : Json.MAPPER.writeValueAsBytes(value);
        return body(headers.getOrDefault("Content-Type", JSON), json);
    }

    /** The body as it is. */
    @CanIgnoreReturnValue
    public ApiRequest body(String contentType, byte[] bytes) {
        headers.put("Content-Type", contentType);
        body = bytes.clone();
        return this;
    }

    /** Sends; fails the test when request or answer break the contract. */
    public ApiResponse send() {
        Operation operation = client.operation(method, path);
        if (client.requestChecked()) {
            if (operation == null) {
                throw new AssertionError("No contract knows " + method + " " + path);
            }
            report("request", operation.requestFaults(path, query, headers, body));
        }
        ApiResponse response = exchange();
        if (operation != null) {
            report("answer " + response, operation.responseFaults(response));
        } else {
            report("answer " + response, ProblemShape.faults(response));
        }
        return response;
    }

    private ApiResponse exchange() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri())
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = client.http().send(request.build(), BodyHandlers.ofByteArray());
            return new ApiResponse(method + " " + path, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + method + " " + path, e);
        }
    }

    private URI uri() {
        StringBuilder uri = new StringBuilder(client.baseUrl()).append(path);
        char separator = '?';
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            for (String value : parameter.getValue()) {
                uri.append(separator)
                        .append(encode(parameter.getKey()))
                        .append('=')
                        .append(encode(value));
                separator = '&';
            }
        }
        return URI.create(uri.toString());
    }

    private void report(String side, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new AssertionError("%s %s: the %s breaks the contract:%n  %s"
                    .formatted(method, path, side, String.join(System.lineSeparator() + "  ", faults)));
        }
    }

    private void addQuery(String name, String value) {
        query.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
}
