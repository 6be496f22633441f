package dev.meridian.identity.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.identity.IdentityTest;
import dev.meridian.identity.brands.Brands;
import dev.meridian.identity.clients.ApiClients;
import dev.meridian.identity.names.SignInName;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SeedTests extends IdentityTest {

    private final Seed seed;
    private final Brands brands;
    private final ApiClients clients;
    private final JsonMapper json;
    private final ApiClient group;

    SeedTests(Seed seed, Brands brands, ApiClients clients, JsonMapper json, ApiClient api) {
        this.seed = seed;
        this.brands = brands;
        this.clients = clients;
        this.json = json;
        this.group = api.as(TestTokens.group(ADMIN));
    }

    @Test
    void a_later_start_leaves_what_was_changed_since() {
        group.put("/api/brands/{key}", "boreal")
                .body(Map.of("name", Map.of("en", "Boreal North", "zh", "北境")))
                .send()
                .expect(200);

        seed.afterSingletonsInstantiated();

        JsonNode boreal =
                group.get("/api/brands/{key}", "boreal").send().expect(200).json();
        assertThat(boreal.at("/name/en").asString()).isEqualTo("Boreal North");
        assertThat(boreal.path("channels").size()).isEqualTo(1);
    }

    @Test
    void the_secrets_of_seeded_clients_come_from_the_environment() {
        assertThat(seed.secretOf(new SignInName("aurora.backend")).orElseThrow().value())
                .isEqualTo(AURORA_SECRET);
        assertThat(seed.secretOf(new SignInName("somebody-else"))).isEmpty();
        assertThat(seed.secretOf(new SignInName("aurora.backend")).toString()).doesNotContain(AURORA_SECRET);
    }

    @Test
    void a_secret_that_is_not_set_stops_the_start_and_is_named(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("seed.yaml"), """
            brands: []
            clients:
              - {id: aurora.lost, brand: aurora, channel: api, scopes: ['customer:read'], secretFrom: LOST_SECRET}
            """);

        assertThatThrownBy(() ->
                        new Seed(new SeedProperties(file.toString()), new MockEnvironment(), json, brands, clients))
                .hasMessageContaining("LOST_SECRET")
                .hasMessageContaining("aurora.lost");
    }

    @Test
    void a_seed_with_a_misspelt_field_stops_the_start(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("seed.yaml"), "brnads: []\n");

        assertThatThrownBy(() ->
                        new Seed(new SeedProperties(file.toString()), new MockEnvironment(), json, brands, clients))
                .hasMessageContaining("brnads");
    }
}
