package dev.meridian.gateway;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.testing.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Knocks at the gateway without regard to any contract: what passes through it is none of its own words. */
record Door(String url, Map<String, String> headers) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The same, presenting the token. */
    Door as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    Door header(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Door(url, changed);
    }

    Call get(String path) {
        return new Call("GET", path, new byte[0]);
    }

    Call post(String path, byte[] body) {
        return new Call("POST", path, body);
    }

    /** One call being put together. */
    final class Call {

        private final String method;
        private final StringBuilder path;
        private final byte[] body;
        private final Map<String, String> extra = new LinkedHashMap<>(headers);

        private Call(String method, String path, byte[] body) {
            this.method = method;
            this.path = new StringBuilder(path);
            this.body = body;
        }

        @CanIgnoreReturnValue
        Call query(String name, String value) {
            path.append(path.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            return this;
        }

        @CanIgnoreReturnValue
        Call header(String name, String value) {
            extra.put(name, value);
            return this;
        }

        ApiResponse send() {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(20))
                    .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            extra.forEach(request::header);
            try {
                HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
                return new ApiResponse(method + " " + path, answer.statusCode(), answer.headers(), answer.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
