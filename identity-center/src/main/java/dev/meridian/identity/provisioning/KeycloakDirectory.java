package dev.meridian.identity.provisioning;

import dev.meridian.identity.clients.ApiClient;
import dev.meridian.identity.clients.ClientDirectory;
import dev.meridian.identity.keycloak.KeycloakClient;
import dev.meridian.identity.keycloak.KeycloakFailure;
import dev.meridian.identity.keycloak.KeycloakRealm;
import dev.meridian.identity.keycloak.KeycloakRealms;
import dev.meridian.identity.keycloak.Realm;
import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keycloak as the place where API clients sign in. When what was done here is not stored after all, the next
 * provisioning run finds a client nobody registered, and disables it.
 */
@Component
class KeycloakDirectory implements ClientDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(KeycloakDirectory.class);

    private final ClientReconciler reconciler;
    private final RealmPlans plans;
    private final KeycloakRealm realm;

    KeycloakDirectory(ClientReconciler reconciler, RealmPlans plans, KeycloakRealms realms) {
        this.reconciler = reconciler;
        this.plans = plans;
        this.realm = realms.of(Realm.PLATFORM);
    }

    @Override
    public boolean isTaken(SignInName name) {
        return realm.client(name.value())
                .filter(client -> !RealmPlans.isOurs(client))
                .isPresent();
    }

    @Override
    public void admit(ApiClient client, SignInName name, ClientSecret secret) {
        reconcile(client, name, Optional.of(secret));
    }

    @Override
    public void update(ApiClient client) {
        client.signInNames().forEach(name -> reconcile(client, name, Optional.empty()));
    }

    @Override
    public void remove(SignInName name) {
        realm.client(name.value()).filter(RealmPlans::isOurs).ifPresent(realm::delete);
    }

    @Override
    public ClientSecret secret(SignInName name) {
        return realm.client(name.value())
                .map(KeycloakClient::secret)
                .map(ClientSecret::new)
                .orElseThrow(() -> new KeycloakFailure("Keycloak has no secret of " + name, null));
    }

    @Override
    public boolean wasUsed(SignInName name) {
        return realm.hasSignedIn(name.value());
    }

    private void reconcile(ApiClient client, SignInName name, Optional<ClientSecret> secret) {
        int changes = reconciler.reconcile(realm, plans.service(client, name, secret));
        LOG.atInfo()
                .addKeyValue("registeredClient", name.value())
                .addKeyValue("changes", changes)
                .log("API client brought into step");
    }
}
