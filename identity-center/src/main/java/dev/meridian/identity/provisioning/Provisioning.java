package dev.meridian.identity.provisioning;

import dev.meridian.identity.brands.Brands;
import dev.meridian.identity.clients.ApiClient;
import dev.meridian.identity.clients.ApiClients;
import dev.meridian.identity.keycloak.KeycloakFailure;
import dev.meridian.identity.keycloak.KeycloakProperties;
import dev.meridian.identity.keycloak.KeycloakTurn;
import dev.meridian.identity.seed.Seed;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Brings all of Keycloak into step with what is registered, and remembers how that went. */
@Component
class Provisioning implements ProvisioningLoop.Round {

    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private final Brands brands;
    private final ApiClients clients;
    private final Seed seed;
    private final RealmPlans plans;
    private final Reconciler reconciler;
    private final KeycloakTurn turn;
    private final KeycloakProperties keycloak;
    private final Clock clock;
    private final AtomicReference<ProvisioningStatus> status = new AtomicReference<>(ProvisioningStatus.pending());

    Provisioning(
            Brands brands,
            ApiClients clients,
            Seed seed,
            RealmPlans plans,
            Reconciler reconciler,
            KeycloakTurn turn,
            KeycloakProperties keycloak,
            Clock clock) {
        this.brands = brands;
        this.clients = clients;
        this.seed = seed;
        this.plans = plans;
        this.reconciler = reconciler;
        this.turn = turn;
        this.keycloak = keycloak;
        this.clock = clock;
    }

    /** How the last run went. */
    ProvisioningStatus status() {
        return status.get();
    }

    @Override
    public boolean run() {
        Instant now = clock.instant();
        try {
            List<ProvisioningStatus.Realm> realms =
                    ActiveBrandScope.call(BrandScope.group(), () -> turn.take(this::reconciled));
            status.set(new ProvisioningStatus(ProvisioningStatus.State.IN_STEP, now, realms));
            return true;
        } catch (KeycloakFailure | DataAccessException | TransactionException e) {
            status.set(status.get().failed(now));
            LOG.atWarn()
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .addKeyValue("reason", e instanceof KeycloakFailure ? String.valueOf(e.getMessage()) : "database")
                    .log("Keycloak is not in step");
            return false;
        }
    }

    private List<ProvisioningStatus.Realm> reconciled() {
        List<ApiClient> registered = clients.all();
        List<ProvisioningStatus.Realm> realms = new ArrayList<>();
        for (RealmPlan plan : plans.draw(brands.all(), registered, seed::secretOf)) {
            int changes = reconciler.reconcile(plan);
            realms.add(new ProvisioningStatus.Realm(
                    keycloak.nameOf(plan.realm()), plan.clients().size(), changes));
        }
        return realms;
    }
}
