package dev.meridian.identity.keycloak;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Keycloak is administered, and as whom. Where tokens are verified is said elsewhere: issuer, keys and
 * administration may have three addresses.
 *
 * @param adminAddress base address for administration
 * @param realmPrefix put before the names of the realms, where several installations share a Keycloak
 * @param clientId this center's service account, of the same name in each realm
 * @param secrets its secret in each realm
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for an answer
 */
@ConfigurationProperties("meridian.keycloak")
public record KeycloakProperties(
        URI adminAddress,
        @DefaultValue("") String realmPrefix,
        @DefaultValue(KeycloakProperties.CLIENT_ID) String clientId,
        Secrets secrets,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout) {

    /** What this center's accounts are called unless told otherwise. */
    public static final String CLIENT_ID = "meridian-identity-center";

    /** The realm's name in this Keycloak. */
    public String nameOf(Realm realm) {
        return realmPrefix + realm.key();
    }

    /** The service account's secret in the realm. */
    public String secretIn(Realm realm) {
        return switch (realm) {
            case PLATFORM -> secrets.platform();
            case CUSTOMERS -> secrets.customers();
            case STAFF -> secrets.staff();
        };
    }

    /** Without the secrets, since records are easily printed. */
    @Override
    public String toString() {
        return "KeycloakProperties[" + adminAddress + "]";
    }

    /**
     * One secret per realm: who learns one of them has one realm.
     *
     * @param platform in the realm of back ends
     * @param customers in the realm of customers
     * @param staff in the realm of the group's people
     */
    public record Secrets(String platform, String customers, String staff) {

        @Override
        public String toString() {
            return "***";
        }
    }
}
