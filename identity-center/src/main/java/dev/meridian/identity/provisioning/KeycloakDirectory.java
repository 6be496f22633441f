package dev.meridian.identity.provisioning;

import dev.meridian.identity.clients.ApiClient;
import dev.meridian.identity.clients.ClientDirectory;
import dev.meridian.identity.clients.ClientSecret;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keycloak as the place where API clients sign in. When the transaction around a call does not commit after all, the
 * next provisioning run finds a client nobody registered, and disables it.
 */
@Component
class KeycloakDirectory implements ClientDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(KeycloakDirectory.class);

    private final ClientReconciler reconciler;
    private final RealmPlans plans;
    private final KeycloakTurn turn;

    KeycloakDirectory(ClientReconciler reconciler, RealmPlans plans, KeycloakTurn turn) {
        this.reconciler = reconciler;
        this.plans = plans;
        this.turn = turn;
    }

    @Override
    public void admit(ApiClient client, ClientSecret secret) {
        turn.take(() -> reconcile(client, Optional.of(secret)));
    }

    @Override
    public void update(ApiClient client) {
        turn.take(() -> reconcile(client, Optional.empty()));
    }

    private void reconcile(ApiClient client, Optional<ClientSecret> secret) {
        try {
            int changes = reconciler.reconcile(plans.platformRealm(), plans.service(client, secret));
            LOG.atInfo()
                    .addKeyValue("registeredClient", client.id().value())
                    .addKeyValue("changes", changes)
                    .log("API client brought into step");
        } catch (KeycloakFailure e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("API client could not be brought into step");
            throw new ProblemException(Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE));
        }
    }
}
