package dev.meridian.local.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Asks Keycloak for a token in the name of an API client. */
final class Tokens {

    private static final JsonMapper JSON = new JsonMapper();

    private final String keycloak;

    Tokens(String keycloak) {
        this.keycloak = keycloak;
    }

    /** Where tokens of the realm platform are had. */
    String url() {
        return keycloak + "/realms/platform/protocol/openid-connect/token";
    }

    /** A bearer token. */
    String fetch(String clientId, String secret) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=" + encode(clientId)
                        + "&client_secret=" + encode(secret)))
                .build();
        HttpResponse<String> answer;
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build()) {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FleetException("Keycloak does not answer at " + keycloak + ": is the fleet up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while asking for a token", e);
        }
        if (answer.statusCode() != 200) {
            throw new FleetException(
                    "Keycloak gave " + clientId + " no token: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("access_token").asString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
