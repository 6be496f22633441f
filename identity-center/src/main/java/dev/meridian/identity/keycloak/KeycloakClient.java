package dev.meridian.identity.keycloak;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of a realm, as Keycloak's administration speaks of it. What is null is neither wanted nor touched.
 *
 * @param id Keycloak's own; null for one that is not there yet
 * @param clientId what it signs in as
 * @param enabled whether it can sign in
 * @param publicClient whether it can keep no secret
 * @param serviceAccountsEnabled whether it signs in in its own name
 * @param standardFlowEnabled whether people sign in through it
 * @param implicitFlowEnabled a flow nobody should use
 * @param directAccessGrantsEnabled whether it may take people's passwords
 * @param fullScopeAllowed whether its tokens carry every role of whoever signs in
 * @param protocol {@code openid-connect}
 * @param clientAuthenticatorType how it proves itself
 * @param secret what it proves itself with
 * @param attributes further settings
 * @param protocolMappers its mappers
 * @param defaultClientScopes scopes every token of it has
 * @param optionalClientScopes scopes it may ask for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeycloakClient(
        @Nullable String id,
        String clientId,
        @Nullable Boolean enabled,
        @Nullable Boolean publicClient,
        @Nullable Boolean serviceAccountsEnabled,
        @Nullable Boolean standardFlowEnabled,
        @Nullable Boolean implicitFlowEnabled,
        @Nullable Boolean directAccessGrantsEnabled,
        @Nullable Boolean fullScopeAllowed,
        @Nullable String protocol,
        @Nullable String clientAuthenticatorType,
        @Nullable String secret,
        @Nullable Map<String, String> attributes,
        @Nullable List<KeycloakMapper> protocolMappers,
        @Nullable List<String> defaultClientScopes,
        @Nullable List<String> optionalClientScopes) {

    private static final String OPENID = "openid-connect";

    /** A back end, which signs in in its own name with a secret. */
    public static KeycloakClient service(
            String clientId, boolean enabled, @Nullable String secret, Map<String, String> attributes) {
        return new KeycloakClient(
                null,
                clientId,
                enabled,
                false,
                true,
                false,
                false,
                false,
                false,
                OPENID,
                "client-secret",
                secret,
                attributes,
                null,
                null,
                null);
    }

    /** An account of an administrator: its tokens carry the roles it was granted, and it is not ours to look after. */
    public static KeycloakClient administrator(String clientId, String secret) {
        return new KeycloakClient(
                null,
                clientId,
                true,
                false,
                true,
                false,
                false,
                false,
                true,
                OPENID,
                "client-secret",
                secret,
                Map.of(),
                null,
                null,
                null);
    }

    /** An app, through which people sign in and which can keep no secret. */
    public static KeycloakClient app(String clientId, Map<String, String> attributes) {
        return new KeycloakClient(
                null,
                clientId,
                true,
                true,
                false,
                true,
                false,
                false,
                false,
                OPENID,
                null,
                null,
                attributes,
                null,
                null,
                null);
    }

    /** The wish that it can no longer sign in. */
    public static KeycloakClient disabled(String clientId) {
        return new KeycloakClient(
                null, clientId, false, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same with all it begins with. */
    public KeycloakClient with(List<KeycloakMapper> mappers, List<String> scopes) {
        return new KeycloakClient(
                id,
                clientId,
                enabled,
                publicClient,
                serviceAccountsEnabled,
                standardFlowEnabled,
                implicitFlowEnabled,
                directAccessGrantsEnabled,
                fullScopeAllowed,
                protocol,
                clientAuthenticatorType,
                secret,
                attributes,
                mappers,
                scopes,
                List.of());
    }

    /** Whether its settings are at least as wanted; mappers and scopes are compared one by one elsewhere. */
    public boolean holds(KeycloakClient wanted) {
        return Wanted.equal(enabled, wanted.enabled)
                && Wanted.equal(publicClient, wanted.publicClient)
                && Wanted.equal(serviceAccountsEnabled, wanted.serviceAccountsEnabled)
                && Wanted.equal(standardFlowEnabled, wanted.standardFlowEnabled)
                && Wanted.equal(implicitFlowEnabled, wanted.implicitFlowEnabled)
                && Wanted.equal(directAccessGrantsEnabled, wanted.directAccessGrantsEnabled)
                && Wanted.equal(fullScopeAllowed, wanted.fullScopeAllowed)
                && Wanted.equal(protocol, wanted.protocol)
                && Wanted.equal(clientAuthenticatorType, wanted.clientAuthenticatorType)
                && Wanted.equal(secret, wanted.secret)
                && Wanted.within(attributes, wanted.attributes);
    }

    /** The value of an attribute; empty where it has none. */
    public String attribute(String name) {
        return attributes == null ? "" : attributes.getOrDefault(name, "");
    }

    /** Keycloak's id of a client that is there. */
    public String requireId() {
        if (id == null) {
            throw new IllegalStateException(clientId + " is not in Keycloak yet");
        }
        return id;
    }

    /** Without the secret, since records are easily printed. */
    @Override
    public String toString() {
        return "KeycloakClient[" + clientId + "]";
    }
}
