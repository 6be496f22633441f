package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KeycloakServerTests extends ServerContract<KeycloakServer> {

    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final int databasePort = Ports.free();
    private PostgresServer postgres;

    @Override
    KeycloakServer create(Path state) {
        return new KeycloakServer(
                Checkout.distributions(),
                ServerHome.in(state, "keycloak"),
                new KeycloakAddress("127.0.0.1", port, "admin-service", "generated"),
                managementPort,
                384,
                new PostgresAddress("127.0.0.1", databasePort, "postgres", "secret").database("keycloak", "a", "b"));
    }

    @BeforeEach
    void startDatabase() {
        postgres =
                new PostgresServer(Checkout.distributions(), ServerHome.in(state, "postgres"), databasePort, "secret");
        ChildProcess running = postgres.startAndWait();
        assertThat(running.isAlive()).isTrue();
        Database database = postgres.address().createDatabase("keycloak", "a", "b");
        assertThat(database.name()).isEqualTo("keycloak");
    }

    @AfterEach
    void stopDatabase() {
        server.kill();
        postgres.kill();
    }

    @Override
    void store(KeycloakServer server, String key, String value) {
        var answer = Checkout.send(Checkout.to(server.address().url() + "/admin/realms")
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"realm\":\"" + key + "\",\"displayName\":\"" + value + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Override
    String read(KeycloakServer server, String key) {
        var answer = Checkout.send(Checkout.to(server.address().url() + "/admin/realms/" + key)
                .header("Authorization", "Bearer " + token()));
        return answer.body().replaceAll("(?s).*\"displayName\":\"([^\"]*)\".*", "$1");
    }

    private String token() {
        HttpResponse<String> answer =
                Checkout.send(Checkout.to(server.address().url() + "/realms/master/protocol/openid-connect/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=admin-service&client_secret=generated")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().replaceAll(".*\"access_token\":\"([^\"]*)\".*", "$1");
    }
}
