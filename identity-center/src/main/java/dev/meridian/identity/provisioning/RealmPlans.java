package dev.meridian.identity.provisioning;

import dev.meridian.identity.brands.Channel;
import dev.meridian.identity.brands.RegisteredBrand;
import dev.meridian.identity.clients.ApiClient;
import dev.meridian.identity.clients.ApiScope;
import dev.meridian.identity.clients.ClientSecret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Draws up what Keycloak should look like, given the brands and clients that are registered. */
@Component
class RealmPlans {

    /** Marks the clients that are this center's: it looks after these, and leaves all others alone. */
    static final String MANAGED = "meridian.managed";

    private static final String PLATFORM = "platform";
    private static final String CUSTOMERS = "customers";
    private static final String STAFF = "staff";
    private static final String AUDIENCE = "meridian";
    private static final int ACCESS_TOKEN_SECONDS = 300;

    /** Keycloak's own scope that gives tokens their subject. */
    private static final String BASIC = "basic";
    /** Keycloak's own scope that every client with a service account has. */
    private static final String SERVICE_ACCOUNT = "service_account";

    private final ProvisioningProperties properties;
    private final JsonMapper json;

    RealmPlans(ProvisioningProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
    }

    /**
     * All realms.
     *
     * @param secretOf the secret a client must have, where it is given from outside; Keycloak keeps its own otherwise
     */
    List<RealmPlan> draw(
            List<RegisteredBrand> brands,
            List<ApiClient> clients,
            Function<ApiClient, Optional<ClientSecret>> secretOf) {
        List<ClientPlan> services = clients.stream()
                .map(client -> service(client, secretOf.apply(client)))
                .toList();
        List<ClientPlan> apps = new ArrayList<>();
        for (RegisteredBrand brand : brands) {
            brand.channels().forEach(channel -> apps.add(app(brand, channel)));
        }
        return List.of(
                new RealmPlan(platformRealm(), realm(platformRealm(), "Meridian"), services, List.of()),
                new RealmPlan(
                        properties.realmPrefix() + CUSTOMERS,
                        realm(properties.realmPrefix() + CUSTOMERS, "Customers"),
                        apps,
                        List.of("acct", "cid")),
                new RealmPlan(
                        properties.realmPrefix() + STAFF,
                        realm(properties.realmPrefix() + STAFF, "Staff"),
                        List.of(),
                        List.of()));
    }

    /** The realm of back ends. */
    String platformRealm() {
        return properties.realmPrefix() + PLATFORM;
    }

    /** What counts of a client scope. */
    ObjectNode scope(ApiScope scope) {
        ObjectNode wanted = json.createObjectNode();
        wanted.put("name", scope.wireName());
        wanted.put("description", scope.description());
        wanted.put("protocol", "openid-connect");
        wanted.putObject("attributes").put("include.in.token.scope", "true").put("display.on.consent.screen", "false");
        return wanted;
    }

    /** A back end that signs in with a secret and gets a token with its scopes, without asking for them. */
    ClientPlan service(ApiClient client, Optional<ClientSecret> secret) {
        ObjectNode wanted = client(client.id().value(), false);
        wanted.put("serviceAccountsEnabled", true);
        wanted.put("standardFlowEnabled", false);
        wanted.put("clientAuthenticatorType", "client-secret");
        wanted.putObject("attributes")
                .put(MANAGED, "true")
                .put("access.token.lifespan", Integer.toString(ACCESS_TOKEN_SECONDS))
                .put("client_credentials.use_refresh_token", "false");
        secret.ifPresent(value -> wanted.put("secret", value.value()));
        Set<String> scopes = new HashSet<>(Set.of(BASIC, SERVICE_ACCOUNT));
        client.scopes().forEach(scope -> scopes.add(scope.wireName()));
        return new ClientPlan(
                client.id().value(), wanted, origin(client.acts().databaseValue(), client.channel()), scopes);
    }

    /** The app of a brand that customers sign in on; it can keep no secret, so it proves itself with PKCE. */
    private ClientPlan app(RegisteredBrand brand, Channel channel) {
        String clientId = channel.clientId(brand.brand());
        ObjectNode wanted = client(clientId, true);
        wanted.put("serviceAccountsEnabled", false);
        wanted.put("standardFlowEnabled", true);
        wanted.putObject("attributes")
                .put(MANAGED, "true")
                .put("access.token.lifespan", Integer.toString(ACCESS_TOKEN_SECONDS))
                .put("pkce.code.challenge.method", "S256");
        Map<String, ObjectNode> mappers =
                new LinkedHashMap<>(origin(brand.brand().key(), channel.key()));
        mappers.put("cid", userAttribute("cid"));
        mappers.put("acct", userAttribute("acct"));
        return new ClientPlan(clientId, wanted, mappers, Set.of(BASIC));
    }

    private ObjectNode realm(String name, String displayName) {
        ObjectNode wanted = json.createObjectNode();
        wanted.put("realm", name);
        wanted.put("displayName", displayName);
        wanted.put("enabled", true);
        wanted.put("accessTokenLifespan", ACCESS_TOKEN_SECONDS);
        wanted.put("registrationAllowed", false);
        wanted.put("loginWithEmailAllowed", false);
        wanted.put("bruteForceProtected", true);
        return wanted;
    }

    private ObjectNode client(String clientId, boolean isPublic) {
        ObjectNode wanted = json.createObjectNode();
        wanted.put("clientId", clientId);
        wanted.put("protocol", "openid-connect");
        wanted.put("enabled", true);
        wanted.put("publicClient", isPublic);
        wanted.put("implicitFlowEnabled", false);
        wanted.put("directAccessGrantsEnabled", false);
        wanted.put("fullScopeAllowed", false);
        return wanted;
    }

    private Map<String, ObjectNode> origin(String brand, String channel) {
        return Map.of(
                "brand", fixedClaim("brand", brand),
                "chan", fixedClaim("chan", channel),
                "audience", audience());
    }

    private ObjectNode fixedClaim(String claim, String value) {
        ObjectNode mapper = mapper(claim, "oidc-hardcoded-claim-mapper");
        config(mapper)
                .put("claim.name", claim)
                .put("claim.value", value)
                .put("jsonType.label", "String")
                .put("userinfo.token.claim", "false");
        return mapper;
    }

    private ObjectNode userAttribute(String name) {
        ObjectNode mapper = mapper(name, "oidc-usermodel-attribute-mapper");
        config(mapper)
                .put("user.attribute", name)
                .put("claim.name", name)
                .put("jsonType.label", "String")
                .put("userinfo.token.claim", "false");
        return mapper;
    }

    private ObjectNode audience() {
        ObjectNode mapper = mapper("audience", "oidc-audience-mapper");
        config(mapper).put("included.custom.audience", AUDIENCE);
        return mapper;
    }

    private ObjectNode mapper(String name, String type) {
        ObjectNode mapper = json.createObjectNode();
        mapper.put("name", name);
        mapper.put("protocol", "openid-connect");
        mapper.put("protocolMapper", type);
        return mapper;
    }

    private static ObjectNode config(ObjectNode mapper) {
        return mapper.putObject("config")
                .put("access.token.claim", "true")
                .put("introspection.token.claim", "true")
                .put("id.token.claim", "false");
    }
}
