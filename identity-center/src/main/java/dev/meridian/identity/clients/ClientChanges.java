package dev.meridian.identity.clients;

import dev.meridian.identity.keycloak.KeycloakFailure;
import dev.meridian.identity.keycloak.KeycloakTurn;
import dev.meridian.identity.names.ClientId;
import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How clients are changed: in a turn at Keycloak they are read, changed there, and then stored with their audit record in
 * one short transaction. No connection is held while Keycloak works. When the last step fails, the next provisioning run
 * puts Keycloak back to what is stored.
 */
@Component
class ClientChanges {

    private final JdbcApiClients storage;
    private final KeycloakTurn turn;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ClientChanges(
            JdbcApiClients storage,
            KeycloakTurn turn,
            Audit audit,
            ApplicationEventPublisher events,
            TransactionTemplate transactions,
            Clock clock) {
        this.storage = storage;
        this.turn = turn;
        this.audit = audit;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Does the work in a turn at Keycloak. */
    ClientOutcome inTurn(Supplier<ClientOutcome> work) {
        return turn.take(work);
    }

    /** Does the work in a turn, with the client as it is then; deleted ones are as if they were not there. */
    ClientOutcome inTurn(ClientId id, Function<ApiClient, ClientOutcome> work) {
        return turn.take(() -> find(id).filter(client -> client.state() != ClientState.DELETED)
                .map(work)
                .orElseGet(ClientOutcome.NotFound::new));
    }

    /** The client, deleted or not. */
    Optional<ApiClient> find(ClientId id) {
        return read(() -> storage.find(id));
    }

    /** Reads in a transaction of its own. */
    <R> R read(Supplier<R> statement) {
        R result = transactions.execute(_ -> statement.get());
        if (result == null) {
            throw new IllegalStateException("The transaction answered nothing");
        }
        return result;
    }

    /** Notes something that nobody did, in a transaction of its own. */
    void write(Runnable statement) {
        transactions.executeWithoutResult(_ -> statement.run());
    }

    /** The instant of what is done now. */
    Instant now() {
        return clock.instant();
    }

    /**
     * Stores a change and its audit record; answers the client as it is then.
     *
     * @param before the client as it was; null where it is new
     * @param change stores it; false when the client is not as it was read
     */
    ApiClient store(ClientId id, @Nullable ApiClient before, Actor actor, String action, Predicate<Instant> change) {
        return read(() -> {
            turn.requireHeld();
            if (!change.test(clock.instant())) {
                throw new KeycloakFailure("The client was changed by another meanwhile", null);
            }
            ApiClient after = storage.find(id).orElseThrow();
            audit.record(new Act(
                    after.acts(),
                    actor,
                    action,
                    "client",
                    id.value(),
                    before == null ? null : before.described(),
                    after.described()));
            events.publishEvent(new ClientsChanged());
            return after;
        });
    }
}
