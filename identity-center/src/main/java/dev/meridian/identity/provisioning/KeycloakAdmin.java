package dev.meridian.identity.provisioning;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Keycloak's administration over HTTP: JSON in, JSON out, every failure a {@link KeycloakFailure}. */
@Component
class KeycloakAdmin {

    private static final String TOKEN_PATH = "/realms/master/protocol/openid-connect/token";
    private static final Duration EARLY = Duration.ofSeconds(10);

    private final RestClient http;
    private final ProvisioningProperties properties;
    private final Clock clock;
    private final AtomicReference<@Nullable Token> token = new AtomicReference<>();

    KeycloakAdmin(RestClient.Builder http, ProvisioningProperties properties, Clock clock) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .build());
        requests.setReadTimeout(properties.readTimeout());
        this.http = http.clone()
                .requestFactory(requests)
                .baseUrl(properties.keycloak())
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                    // Every status is judged below.
                })
                .build();
        this.properties = properties;
        this.clock = clock;
    }

    /** What is at the path; empty when nothing is. */
    Optional<JsonNode> find(String path, Object... variables) {
        Answer answer = call(HttpMethod.GET, null, path, variables);
        if (answer.status() == HttpStatus.NOT_FOUND.value()) {
            return Optional.empty();
        }
        return Optional.of(answer.require(path).body());
    }

    /** What is at the path; nothing there is a failure. */
    JsonNode get(String path, Object... variables) {
        return find(path, variables).orElseThrow(() -> new KeycloakFailure("Keycloak has no " + path, null));
    }

    /** Makes something; that it is there already is a failure too. */
    void create(Object body, String path, Object... variables) {
        Answer unused = call(HttpMethod.POST, body, path, variables).require(path);
    }

    /** Replaces what is at the path, or links what the path names. */
    void put(Object body, String path, Object... variables) {
        Answer unused = call(HttpMethod.PUT, body, path, variables).require(path);
    }

    /** Removes what is at the path. */
    void delete(String path, Object... variables) {
        Answer unused = call(HttpMethod.DELETE, null, path, variables).require(path);
    }

    private Answer call(HttpMethod method, @Nullable Object body, String path, Object... variables) {
        Answer answer = exchange(method, body, path, variables);
        if (answer.status() == HttpStatus.UNAUTHORIZED.value()) {
            // The session behind the token is gone, after a restart of Keycloak for example.
            token.set(null);
            answer = exchange(method, body, path, variables);
        }
        return answer;
    }

    private Answer exchange(HttpMethod method, @Nullable Object body, String path, Object... variables) {
        String bearer = bearer();
        try {
            RestClient.RequestBodySpec request = http.method(method)
                    .uri("/admin" + path, variables)
                    .headers(headers -> headers.setBearerAuth(bearer))
                    .accept(MediaType.APPLICATION_JSON);
            if (body != null) {
                request = request.contentType(MediaType.APPLICATION_JSON).body(body);
            }
            return Answer.of(request.retrieve().toEntity(JsonNode.class));
        } catch (RestClientException e) {
            throw new KeycloakFailure("Keycloak cannot be reached", e);
        }
    }

    private String bearer() {
        Instant now = clock.instant();
        Token held = token.get();
        if (held == null || !now.isBefore(held.goodUntil())) {
            held = fetchToken(now);
            token.set(held);
        }
        return held.value();
    }

    private Token fetchToken(Instant now) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("grant_type", "client_credentials");
        form.add("client_id", properties.clientId());
        form.add("client_secret", properties.clientSecret());
        try {
            Answer answer = Answer.of(http.post()
                            .uri(TOKEN_PATH)
                            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                            .body(form)
                            .retrieve()
                            .toEntity(JsonNode.class))
                    .require(TOKEN_PATH);
            Duration life = Duration.ofSeconds(answer.body().path("expires_in").asLong(0));
            return new Token(
                    answer.body().path("access_token").asString(""),
                    now.plus(life).minus(EARLY));
        } catch (RestClientException e) {
            throw new KeycloakFailure("Keycloak cannot be reached", e);
        }
    }

    private record Token(String value, Instant goodUntil) {

        @Override
        public String toString() {
            return "***";
        }
    }
}
