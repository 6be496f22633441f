package dev.meridian.identity.provisioning;

import dev.meridian.platform.servers.KeycloakAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks into Keycloak and meddles there, as an administrator of all of it. */
public final class KeycloakInspector {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FIRST_ERROR = 300;

    private final String url;
    private final String realm;
    private final String clientId;
    private final String secret;

    /** As the account that Keycloak began with. */
    public KeycloakInspector(KeycloakAddress keycloak) {
        this(keycloak.url(), "master", keycloak.adminClientId(), keycloak.adminClientSecret());
    }

    /** As any account. */
    public KeycloakInspector(String url, String realm, String clientId, String secret) {
        this.url = url;
        this.realm = realm;
        this.clientId = clientId;
        this.secret = secret;
    }

    /** What is at the path. */
    public JsonNode get(String path, Object... variables) {
        HttpResponse<String> answer = send("GET", null, path, variables);
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new AssertionError("GET " + path + " was answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /** The status of reading what is at the path. */
    public int statusOf(String method, @Nullable Object body, String path, Object... variables) {
        return send(method, body, path, variables).statusCode();
    }

    /** Makes something. */
    public void create(Object body, String path, Object... variables) {
        require("POST", body, path, variables);
    }

    /** Replaces something. */
    public void put(Object body, String path, Object... variables) {
        require("PUT", body, path, variables);
    }

    /** Removes something. */
    public void delete(String path, Object... variables) {
        require("DELETE", null, path, variables);
    }

    private void require(String method, @Nullable Object body, String path, Object... variables) {
        int status = send(method, body, path, variables).statusCode();
        if (status >= FIRST_ERROR) {
            throw new AssertionError(method + " " + path + " was answered " + status);
        }
    }

    private HttpResponse<String> send(String method, @Nullable Object body, String path, Object... variables) {
        String filled = path;
        for (Object variable : variables) {
            filled = filled.replaceFirst("\\{[a-z]+}", URLEncoder.encode(variable.toString(), StandardCharsets.UTF_8));
        }
        BodyPublisher content =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
        return send(HttpRequest.newBuilder(URI.create(url + "/admin" + filled))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, content)
                .build());
    }

    private String token() {
        String form = "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret;
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
        return JSON.readTree(answer.body()).path("access_token").asString("");
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
