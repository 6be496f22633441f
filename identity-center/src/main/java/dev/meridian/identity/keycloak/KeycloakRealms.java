package dev.meridian.identity.keycloak;

import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The realms, each through the service account that this center has there and nowhere else. */
@Component
public class KeycloakRealms {

    private final Map<Realm, KeycloakRealm> realms = new EnumMap<>(Realm.class);

    KeycloakRealms(RestClient.Builder builder, KeycloakProperties properties) {
        RestClient http = KeycloakSession.http(builder, properties);
        for (Realm realm : Realm.values()) {
            String name = properties.nameOf(realm);
            realms.put(
                    realm,
                    new KeycloakRealm(
                            name, new KeycloakSession(http, name, properties.clientId(), properties.secretIn(realm))));
        }
    }

    /** One of them. */
    public KeycloakRealm of(Realm realm) {
        KeycloakRealm found = realms.get(realm);
        if (found == null) {
            throw new IllegalArgumentException("No such realm");
        }
        return found;
    }
}
