package dev.meridian.identity;

import dev.meridian.platform.servers.SharedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signs in as an API client does: with nothing but id and secret. */
public final class KeycloakTokens {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private KeycloakTokens() {}

    /** Keycloak's answer to a plain client_credentials request. */
    public static JsonNode request(String realm, String clientId, String secret) {
        String form = "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret;
        URI token = URI.create(SharedServers.keycloak().url() + "/realms/" + realm + "/protocol/openid-connect/token");
        try {
            return JSON.readTree(HTTP.send(
                            HttpRequest.newBuilder(token)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(form))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The token itself. */
    public static String token(String realm, String clientId, String secret) {
        return request(realm, clientId, secret).path("access_token").asString("");
    }

    /** What a token claims. */
    public static JsonNode claims(String token) {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
