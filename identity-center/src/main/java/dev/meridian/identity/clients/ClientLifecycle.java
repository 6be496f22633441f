package dev.meridian.identity.clients;

import dev.meridian.identity.access.GrantedScopes;
import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.secrets.ClientSecrets;
import dev.meridian.identity.secrets.LiveSecret;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.tokens.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Disables, enables and deletes clients, and renews their secrets. To enable a client or to be told a secret of it is to
 * have its rights, those too that it may be given later, so the caller must hold them; to take rights away, nobody needs
 * them.
 */
@Service
class ClientLifecycle {

    private static final int MOST_SECRETS = 2;

    private final ClientChanges changes;
    private final JdbcApiClients storage;
    private final ClientSecrets secrets;
    private final SecretTelling telling;
    private final ClientDirectory directory;

    ClientLifecycle(
            ClientChanges changes,
            JdbcApiClients storage,
            ClientSecrets secrets,
            SecretTelling telling,
            ClientDirectory directory) {
        this.changes = changes;
        this.storage = storage;
        this.secrets = secrets;
        this.telling = telling;
        this.directory = directory;
    }

    /** From now on it gets no token; those it has end within minutes. */
    ClientOutcome disable(ClientId id, Caller caller) {
        return changes.inTurn(id, client -> switch (client.state()) {
            case PENDING -> new ClientOutcome.Refused(ClientProblem.CLIENT_PENDING);
            case ACTIVE -> change(client, ClientState.DISABLED, "client.disabled", caller);
            case DISABLED, DELETED -> new ClientOutcome.Done(client, null);
        });
    }

    /** It can sign in again, with the secrets it had. */
    ClientOutcome enable(ClientId id, Caller caller) {
        return changes.inTurn(id, client -> {
            if (!GrantedScopes.cover(caller, client.withinReach())) {
                return new ClientOutcome.Refused(ClientProblem.SCOPES_NOT_HELD);
            }
            return switch (client.state()) {
                case PENDING -> new ClientOutcome.Refused(ClientProblem.CLIENT_PENDING);
                case DISABLED -> change(client, ClientState.ACTIVE, "client.enabled", caller);
                case ACTIVE, DELETED -> new ClientOutcome.Done(client, null);
            };
        });
    }

    /** It is gone; its id is never given to another. */
    ClientOutcome delete(ClientId id, Caller caller) {
        return changes.inTurn(id, client -> {
            client.signInNames().forEach(directory::remove);
            ApiClient wanted = client.with(client.channel(), client.scopes(), ClientState.DELETED);
            ApiClient deleted = changes.store(id, client, Actor.of(caller), "client.deleted", now -> {
                secrets.retireAll(id, now);
                return storage.change(client, wanted, now);
            });
            return new ClientOutcome.Done(deleted, null);
        });
    }

    /**
     * A new secret, good beside the one in use.
     *
     * @param key under which a lost answer may be asked for again; null for none
     */
    ClientOutcome issueSecret(ClientId id, @Nullable String key, Caller caller) {
        Actor actor = Actor.of(caller);
        String requestKey = key == null ? null : actor.person() + " " + key;
        return changes.inTurn(id, client -> {
            if (!GrantedScopes.cover(caller, client.withinReach())) {
                return new ClientOutcome.Refused(ClientProblem.SCOPES_NOT_HELD);
            }
            return switch (client.state()) {
                case PENDING -> new ClientOutcome.Refused(ClientProblem.CLIENT_PENDING);
                case DISABLED, DELETED -> new ClientOutcome.Refused(ClientProblem.CLIENT_DISABLED);
                case ACTIVE -> issue(client, requestKey, actor);
            };
        });
    }

    /** The secret is no longer good; the last one cannot be retired, only replaced. */
    ClientOutcome retireSecret(ClientId id, int generation, Caller caller) {
        return changes.inTurn(id, client -> {
            Optional<LiveSecret> retiring = client.secrets().stream()
                    .filter(secret -> secret.generation() == generation)
                    .findFirst();
            if (retiring.isEmpty()) {
                return new ClientOutcome.NotFound();
            }
            if (client.secrets().size() < MOST_SECRETS) {
                return new ClientOutcome.Refused(ClientProblem.LAST_SECRET);
            }
            directory.remove(retiring.get().signInName());
            return new ClientOutcome.Done(
                    changes.store(
                            id,
                            client,
                            Actor.of(caller),
                            "client.secret_retired",
                            now -> secrets.retire(id, generation, now)),
                    null);
        });
    }

    private ClientOutcome issue(ApiClient client, @Nullable String requestKey, Actor actor) {
        Optional<LiveSecret> asked = client.secrets().stream()
                .filter(secret -> requestKey != null && requestKey.equals(secret.requestKey()))
                .findFirst();
        if (asked.isPresent()) {
            ClientOutcome.Done again = telling.again(client, asked.get(), actor);
            return again.secret() == null ? new ClientOutcome.Refused(ClientProblem.SECRET_IN_USE) : again;
        }
        if (client.secrets().size() == MOST_SECRETS) {
            return new ClientOutcome.Refused(ClientProblem.TWO_SECRETS_LIVE);
        }
        return telling.issue(client, requestKey, actor);
    }

    private ClientOutcome change(ApiClient client, ClientState state, String action, Caller caller) {
        ApiClient wanted = client.with(client.channel(), client.scopes(), state);
        directory.update(wanted);
        return new ClientOutcome.Done(
                changes.store(
                        client.id(), client, Actor.of(caller), action, now -> storage.change(client, wanted, now)),
                null);
    }
}
