package dev.meridian.identity.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.identity.IdentityTest;
import dev.meridian.identity.KeycloakTokens;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.ApiClient;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ProvisioningTests extends IdentityTest {

    private final Provisioning provisioning;
    private final KeycloakInspector keycloak = new KeycloakInspector(SharedServers.keycloak());
    private final ApiClient api;

    ProvisioningTests(Provisioning provisioning, ApiClient api) {
        this.provisioning = provisioning;
        this.api = api;
    }

    @BeforeEach
    void keycloak_is_in_step() {
        assertThat(reconciled()).isTrue();
    }

    @Test
    void a_second_run_changes_nothing() {
        String before = inAnyOrder(clients(PLATFORM));
        String realm = inAnyOrder(keycloak.get("/realms/{realm}", CUSTOMERS));

        assertThat(reconciled()).isTrue();

        assertThat(provisioning.status().realms())
                .hasSize(3)
                .allSatisfy(status -> assertThat(status.changes()).isZero());
        assertThat(inAnyOrder(clients(PLATFORM))).isEqualTo(before);
        assertThat(inAnyOrder(keycloak.get("/realms/{realm}", CUSTOMERS))).isEqualTo(realm);
    }

    @Test
    void a_plain_request_for_a_token_brings_exactly_the_clients_rights() {
        JsonNode answer = KeycloakTokens.request(PLATFORM, "aurora.backend", AURORA_SECRET);

        JsonNode claims = KeycloakTokens.claims(answer.path("access_token").asString());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("brand").asString()).isEqualTo("aurora");
        assertThat(claims.path("chan").asString()).isEqualTo("api");
        assertThat(claims.path("aud").asString()).isEqualTo("meridian");
        assertThat(claims.path("azp").asString()).isEqualTo("aurora.backend");
        assertThat(Set.of(claims.path("scope").asString().split(" ")))
                .containsExactlyInAnyOrder("customer:read", "event:write", "member:read");
        assertThat(claims.has("realm_access")).isFalse();
        assertThat(claims.has("resource_access")).isFalse();
        assertThat(answer.has("refresh_token")).isFalse();
    }

    @Test
    void a_center_accepts_the_token_for_what_it_allows() {
        String operator = KeycloakTokens.token(PLATFORM, "operator", OPERATOR_SECRET);
        String aurora = KeycloakTokens.token(PLATFORM, "aurora.backend", AURORA_SECRET);

        assertThat(api.as(operator).get("/api/brands").send().expect(200).text())
                .contains("aurora", "boreal");
        api.as(aurora).get("/api/brands").send().expectProblem(403, "forbidden");
    }

    @Test
    void a_scope_that_was_deleted_comes_back_to_the_realm_and_to_its_clients() {
        String scope = named(keycloak.get("/realms/{realm}/client-scopes", PLATFORM), "name", "customer:read")
                .path("id")
                .asString();
        keycloak.delete("/realms/{realm}/client-scopes/{id}", PLATFORM, scope);

        assertThat(reconciled()).isTrue();

        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, "aurora.backend", AURORA_SECRET));
        assertThat(claims.path("scope").asString()).contains("customer:read");
    }

    @Test
    void a_mapper_that_claims_another_brand_is_put_right() {
        JsonNode client = client("aurora.backend");
        ObjectNode mapper = (ObjectNode)
                named(client.path("protocolMappers"), "name", "brand").deepCopy();
        ((ObjectNode) mapper.path("config")).put("claim.value", "*");
        keycloak.put(
                mapper,
                "/realms/{realm}/clients/{id}/protocol-mappers/models/{mapper}",
                PLATFORM,
                client.path("id").asString(),
                mapper.path("id").asString());

        assertThat(reconciled()).isTrue();

        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, "aurora.backend", AURORA_SECRET));
        assertThat(claims.path("brand").asString()).isEqualTo("aurora");
    }

    @Test
    void a_mapper_that_was_deleted_comes_back_and_one_that_was_added_goes() {
        JsonNode client = client("aurora.backend");
        String id = client.path("id").asString();
        String models = "/realms/{realm}/clients/{id}/protocol-mappers/models";
        keycloak.delete(
                models + "/{mapper}",
                PLATFORM,
                id,
                named(client.path("protocolMappers"), "name", "audience")
                        .path("id")
                        .asString());
        keycloak.create(
                Map.of(
                        "name", "smuggled",
                        "protocol", "openid-connect",
                        "protocolMapper", "oidc-hardcoded-claim-mapper",
                        "config", Map.of("claim.name", "smuggled", "claim.value", "1", "access.token.claim", "true")),
                models,
                PLATFORM,
                id);

        assertThat(reconciled()).isTrue();

        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, "aurora.backend", AURORA_SECRET));
        assertThat(claims.path("aud").asString()).isEqualTo("meridian");
        assertThat(claims.has("smuggled")).isFalse();
    }

    @Test
    void a_scope_that_was_given_by_hand_is_taken_away() {
        String client = client("aurora.backend").path("id").asString();
        String scope = named(keycloak.get("/realms/{realm}/client-scopes", PLATFORM), "name", "platform:admin")
                .path("id")
                .asString();
        keycloak.put(Map.of(), "/realms/{realm}/clients/{id}/default-client-scopes/{scope}", PLATFORM, client, scope);

        assertThat(reconciled()).isTrue();

        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, "aurora.backend", AURORA_SECRET));
        assertThat(claims.path("scope").asString()).doesNotContain("platform:admin");
    }

    @Test
    void a_secret_and_a_setting_that_were_changed_are_put_right() {
        ObjectNode client = (ObjectNode) client("aurora.backend").deepCopy();
        client.put("secret", "another").put("fullScopeAllowed", true).put("enabled", false);
        keycloak.put(
                client,
                "/realms/{realm}/clients/{id}",
                PLATFORM,
                client.path("id").asString());

        assertThat(reconciled()).isTrue();

        assertThat(KeycloakTokens.token(PLATFORM, "aurora.backend", AURORA_SECRET))
                .isNotBlank();
        assertThat(client("aurora.backend").path("fullScopeAllowed").asBoolean())
                .isFalse();
    }

    @Test
    void a_client_that_nobody_registered_cannot_sign_in_and_foreign_clients_are_left_alone() {
        keycloak.create(client("leftover", true), "/realms/{realm}/clients", PLATFORM);
        keycloak.create(client("foreign", false), "/realms/{realm}/clients", PLATFORM);

        assertThat(reconciled()).isTrue();

        assertThat(client("leftover").path("enabled").asBoolean()).isFalse();
        assertThat(client("foreign").path("enabled").asBoolean()).isTrue();
    }

    @Test
    void every_channel_of_a_brand_has_a_public_client_that_must_prove_itself() {
        Set<String> ids = new HashSet<>();
        for (JsonNode client : clients(CUSTOMERS)) {
            ids.add(client.path("clientId").asString());
        }

        assertThat(ids).contains("aurora.app", "aurora.mini", "boreal.web");
        JsonNode app = named(clients(CUSTOMERS), "clientId", "aurora.app");
        assertThat(app.path("publicClient").asBoolean()).isTrue();
        assertThat(app.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(app.path("attributes").path("pkce.code.challenge.method").asString())
                .isEqualTo("S256");
    }

    @Test
    void a_customers_token_says_who_they_are_by_what_only_administrators_can_set() {
        keycloak.create(
                Map.of(
                        "username",
                        "account-1",
                        "enabled",
                        true,
                        "attributes",
                        Map.of("cid", new String[] {"customer-1"}, "acct", new String[] {"account-1"})),
                "/realms/{realm}/users",
                CUSTOMERS);
        JsonNode user = keycloak.get("/realms/{realm}/users?username=account-1&exact=true", CUSTOMERS)
                .get(0);
        String app =
                named(clients(CUSTOMERS), "clientId", "aurora.app").path("id").asString();

        JsonNode claims = keycloak.get(
                "/realms/{realm}/clients/{id}/evaluate-scopes/generate-example-access-token?userId={user}&scope=openid",
                CUSTOMERS,
                app,
                user.path("id").asString());

        assertThat(claims.path("cid").asString()).isEqualTo("customer-1");
        assertThat(claims.path("acct").asString()).isEqualTo("account-1");
        assertThat(claims.path("brand").asString()).isEqualTo("aurora");
        assertThat(claims.path("chan").asString()).isEqualTo("app");
        assertThat(claims.path("aud").toString()).contains("meridian");
        JsonNode attribute =
                named(keycloak.get("/realms/{realm}/users/profile", CUSTOMERS).path("attributes"), "name", "cid");
        assertThat(attribute.at("/permissions/edit").toString()).isEqualTo("[\"admin\"]");
    }

    /** Runs until no other run was in the way: the center's own loop may be at work too. */
    private boolean reconciled() {
        boolean alone = provisioning.run();
        return alone || provisioning.run();
    }

    /** Keycloak lists mappers and scopes in no particular order. */
    private static String inAnyOrder(JsonNode node) {
        if (node.isArray()) {
            return node.valueStream()
                    .map(ProvisioningTests::inAnyOrder)
                    .sorted()
                    .toList()
                    .toString();
        }
        if (node.isObject()) {
            return node.propertyStream()
                    .map(field -> field.getKey() + "=" + inAnyOrder(field.getValue()))
                    .sorted()
                    .toList()
                    .toString();
        }
        return node.toString();
    }

    private JsonNode clients(String realm) {
        return keycloak.get("/realms/{realm}/clients?max=1000", realm);
    }

    private JsonNode client(String clientId) {
        return keycloak.get("/realms/{realm}/clients?clientId={id}", PLATFORM, clientId)
                .get(0);
    }

    private static Map<String, Object> client(String clientId, boolean managed) {
        return Map.of(
                "clientId",
                clientId,
                "enabled",
                true,
                "serviceAccountsEnabled",
                true,
                "attributes",
                Map.of(RealmPlans.MANAGED, Boolean.toString(managed)));
    }

    private static JsonNode named(JsonNode list, String field, String name) {
        for (JsonNode entry : list) {
            if (entry.path(field).asString("").equals(name)) {
                return entry;
            }
        }
        throw new AssertionError("No " + name + " in " + list);
    }
}
