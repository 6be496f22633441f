package dev.meridian.identity.provisioning;

import dev.meridian.identity.brands.Channel;
import dev.meridian.identity.brands.RegisteredBrand;
import dev.meridian.identity.clients.ApiClient;
import dev.meridian.identity.clients.ClientState;
import dev.meridian.identity.keycloak.KeycloakClient;
import dev.meridian.identity.keycloak.KeycloakMapper;
import dev.meridian.identity.keycloak.Realm;
import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Draws up what Keycloak should look like, given the brands and clients that are registered. */
@Component
class RealmPlans {

    /** Marks the clients that are this center's: it looks after these, and leaves all others alone. */
    static final String MANAGED = "meridian.managed";

    private static final String AUDIENCE = "meridian";
    private static final String ACCESS_TOKEN_SECONDS = "300";

    /** Keycloak's own scope that gives tokens their subject. */
    private static final String BASIC = "basic";
    /** Keycloak's own scope that every client with a service account has. */
    private static final String SERVICE_ACCOUNT = "service_account";

    /** Whether the client is this center's to look after. */
    static boolean isOurs(KeycloakClient client) {
        return client.attribute(MANAGED).equals("true");
    }

    /**
     * All realms.
     *
     * @param secretOf the secret a client must have, where it is given from outside; Keycloak keeps its own otherwise
     */
    List<RealmPlan> draw(
            List<RegisteredBrand> brands,
            List<ApiClient> clients,
            Function<SignInName, Optional<ClientSecret>> secretOf) {
        List<ClientPlan> services = new ArrayList<>();
        for (ApiClient client : clients) {
            for (SignInName name : client.signInNames()) {
                services.add(service(client, name, secretOf.apply(name)));
            }
        }
        List<ClientPlan> apps = new ArrayList<>();
        for (RegisteredBrand brand : brands) {
            brand.channels().forEach(channel -> apps.add(app(brand, channel)));
        }
        return List.of(
                new RealmPlan(Realm.PLATFORM, services),
                new RealmPlan(Realm.CUSTOMERS, apps),
                new RealmPlan(Realm.STAFF, List.of()));
    }

    /**
     * A back end that signs in with a secret and gets a token with its scopes, without asking for them. Under whichever
     * of its names it signs in, its token names the API client.
     */
    ClientPlan service(ApiClient client, SignInName name, Optional<ClientSecret> secret) {
        KeycloakClient settings = KeycloakClient.service(
                name.value(),
                client.state() == ClientState.ACTIVE,
                secret.map(ClientSecret::value).orElse(null),
                Map.of(
                        MANAGED,
                        "true",
                        "access.token.lifespan",
                        ACCESS_TOKEN_SECONDS,
                        "client_credentials.use_refresh_token",
                        "false"));
        Set<String> scopes = new HashSet<>(Set.of(BASIC, SERVICE_ACCOUNT));
        client.scopes().forEach(scope -> scopes.add(scope.wireName()));
        List<KeycloakMapper> mappers = origin(client.acts().databaseValue(), client.channel());
        mappers.add(fixedClaim("azp", client.id().value()));
        return new ClientPlan(settings, mappers, scopes);
    }

    /** The app of a brand that customers sign in on; it can keep no secret, so it proves itself with PKCE. */
    private static ClientPlan app(RegisteredBrand brand, Channel channel) {
        KeycloakClient settings = KeycloakClient.app(
                channel.clientId(brand.brand()),
                Map.of(
                        MANAGED,
                        "true",
                        "access.token.lifespan",
                        ACCESS_TOKEN_SECONDS,
                        "pkce.code.challenge.method",
                        "S256"));
        List<KeycloakMapper> mappers = origin(brand.brand().key(), channel.key());
        Realm.CUSTOMERS.ownAttributes().forEach(attribute -> mappers.add(userAttribute(attribute)));
        return new ClientPlan(settings, mappers, Set.of(BASIC));
    }

    private static List<KeycloakMapper> origin(String brand, String channel) {
        return new ArrayList<>(List.of(fixedClaim("brand", brand), fixedClaim("chan", channel), audience()));
    }

    private static KeycloakMapper fixedClaim(String claim, String value) {
        return KeycloakMapper.of(
                claim,
                "oidc-hardcoded-claim-mapper",
                config(Map.of(
                        "claim.name",
                        claim,
                        "claim.value",
                        value,
                        "jsonType.label",
                        "String",
                        "userinfo.token.claim",
                        "false")));
    }

    private static KeycloakMapper userAttribute(String name) {
        return KeycloakMapper.of(
                name,
                "oidc-usermodel-attribute-mapper",
                config(Map.of(
                        "user.attribute",
                        name,
                        "claim.name",
                        name,
                        "jsonType.label",
                        "String",
                        "userinfo.token.claim",
                        "false")));
    }

    private static KeycloakMapper audience() {
        return KeycloakMapper.of(
                "audience", "oidc-audience-mapper", config(Map.of("included.custom.audience", AUDIENCE)));
    }

    private static Map<String, String> config(Map<String, String> own) {
        Map<String, String> config = new HashMap<>(own);
        config.put("access.token.claim", "true");
        config.put("introspection.token.claim", "true");
        config.put("id.token.claim", "false");
        return config;
    }
}
