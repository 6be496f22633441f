package dev.meridian.identity.keycloak;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** One service account at Keycloak's administration: it signs in when needed; every failure is a {@link KeycloakFailure}. */
public final class KeycloakSession {

    private static final Duration EARLY = Duration.ofSeconds(10);
    private static final int FIRST_ERROR = 300;

    private final RestClient http;
    private final String realm;
    private final String clientId;
    private final String secret;
    private final AtomicReference<@Nullable Token> token = new AtomicReference<>();

    /**
     * A session that has not begun.
     *
     * @param http how Keycloak is reached
     * @param realm the realm the account is of
     * @param clientId the account
     * @param secret its secret
     */
    public KeycloakSession(RestClient http, String realm, String clientId, String secret) {
        this.http = http;
        this.realm = realm;
        this.clientId = clientId;
        this.secret = secret;
    }

    /** How all sessions reach Keycloak. */
    public static RestClient http(RestClient.Builder builder, KeycloakProperties properties) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .build());
        requests.setReadTimeout(properties.readTimeout());
        return builder.clone()
                .requestFactory(requests)
                .baseUrl(properties.adminAddress())
                .build();
    }

    /** What is at the path; empty when nothing is. */
    public <T> Optional<T> find(Class<T> type, String path, Object... variables) {
        Reply<T> reply = call(HttpMethod.GET, null, type, path, variables);
        return reply.status() == HttpStatus.NOT_FOUND.value() ? Optional.empty() : Optional.of(reply.require(path));
    }

    /** What is at the path; nothing there is a failure. */
    public <T> T get(Class<T> type, String path, Object... variables) {
        return call(HttpMethod.GET, null, type, path, variables).require(path);
    }

    /** Makes something; that it is there already is a failure too. */
    public void create(Object body, String path, Object... variables) {
        write(HttpMethod.POST, body, path, variables);
    }

    /** Changes what is at the path. */
    public void put(Object body, String path, Object... variables) {
        write(HttpMethod.PUT, body, path, variables);
    }

    /** Links what the path names. */
    public void link(String path, Object... variables) {
        write(HttpMethod.PUT, null, path, variables);
    }

    /** Removes from what is at the path what the body lists. */
    public void deleteListed(Object body, String path, Object... variables) {
        write(HttpMethod.DELETE, body, path, variables);
    }

    /** Removes what is at the path, or the link the path names. */
    public void delete(String path, Object... variables) {
        write(HttpMethod.DELETE, null, path, variables);
    }

    private void write(HttpMethod method, @Nullable Object body, String path, Object... variables) {
        KeycloakTurn.requireTimeLeft();
        call(method, body, Void.class, path, variables).requireSuccess(path);
    }

    private <T> Reply<T> call(
            HttpMethod method, @Nullable Object body, Class<T> type, String path, Object... variables) {
        Reply<T> reply = exchange(method, body, type, path, variables);
        if (reply.status() == HttpStatus.UNAUTHORIZED.value()) {
            // The session behind the token is gone, after a restart of Keycloak for example.
            token.set(null);
            reply = exchange(method, body, type, path, variables);
        }
        return reply;
    }

    private <T> Reply<T> exchange(
            HttpMethod method, @Nullable Object body, Class<T> type, String path, Object... variables) {
        String bearer = bearer();
        try {
            RestClient.RequestBodySpec request = http.method(method)
                    .uri("/admin/realms" + path, variables)
                    .headers(headers -> headers.setBearerAuth(bearer))
                    .accept(MediaType.APPLICATION_JSON);
            if (body != null) {
                request = request.contentType(MediaType.APPLICATION_JSON).body(body);
            }
            return replyTo(request, type);
        } catch (RestClientException e) {
            throw new KeycloakFailure("Keycloak cannot be reached", e);
        }
    }

    private static <T> Reply<T> replyTo(RestClient.RequestHeadersSpec<?> request, Class<T> type) {
        Reply<T> reply = request.exchange((_, response) -> {
            int status = response.getStatusCode().value();
            boolean readable = status < FIRST_ERROR && type != Void.class;
            return new Reply<>(status, readable ? response.bodyTo(type) : null);
        });
        if (reply == null) {
            throw new KeycloakFailure("Keycloak did not answer", null);
        }
        return reply;
    }

    private String bearer() {
        long now = System.nanoTime();
        Token held = token.get();
        if (held == null || now - held.goodUntil() >= 0) {
            held = fetchToken(now);
            token.set(held);
        }
        return held.value();
    }

    private Token fetchToken(long now) {
        String path = "/realms/{realm}/protocol/openid-connect/token";
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("grant_type", "client_credentials");
        form.add("client_id", clientId);
        form.add("client_secret", secret);
        try {
            TokenAnswer answer = replyTo(
                            http.post()
                                    .uri(path, realm)
                                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                                    .body(form),
                            TokenAnswer.class)
                    .require(path);
            Duration life = Duration.ofSeconds(answer.expiresIn()).minus(EARLY);
            return new Token(answer.accessToken(), now + life.toNanos());
        } catch (RestClientException e) {
            throw new KeycloakFailure("Keycloak cannot be reached", e);
        }
    }

    private record Reply<T>(int status, @Nullable T body) {

        void requireSuccess(String path) {
            if (status >= FIRST_ERROR) {
                throw new KeycloakFailure("Keycloak answered " + status + " to " + path, null);
            }
        }

        T require(String path) {
            requireSuccess(path);
            if (body == null) {
                throw new KeycloakFailure("Keycloak answered nothing to " + path, null);
            }
            return body;
        }
    }

    private record Token(String value, long goodUntil) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
