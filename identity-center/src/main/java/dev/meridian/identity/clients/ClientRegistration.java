package dev.meridian.identity.clients;

import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.access.GrantedScopes;
import dev.meridian.identity.brands.Brands;
import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.names.ClientNames;
import dev.meridian.identity.names.NameProblem;
import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;
import dev.meridian.identity.secrets.ClientSecrets;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.tokens.Caller;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * Registers clients and changes their rights. Nobody grants what he does not hold himself, and what speaks for the group
 * is granted by two.
 */
@Service
class ClientRegistration {

    private final ClientChanges changes;
    private final JdbcApiClients storage;
    private final ClientSecrets secrets;
    private final SecretTelling telling;
    private final ClientNames names;
    private final Brands brands;
    private final ClientDirectory directory;

    ClientRegistration(
            ClientChanges changes,
            JdbcApiClients storage,
            ClientSecrets secrets,
            SecretTelling telling,
            ClientNames names,
            Brands brands,
            ClientDirectory directory) {
        this.changes = changes;
        this.storage = storage;
        this.secrets = secrets;
        this.telling = telling;
        this.names = names;
        this.brands = brands;
        this.directory = directory;
    }

    /**
     * Registers the client or changes its rights, here and where it signs in. What cannot be done there is not stored
     * here. Where all is as asked for, a secret that was not used yet is told again: the first answer may have been
     * lost.
     */
    ClientOutcome register(RegisterClient wish, Caller caller) {
        if (!GrantedScopes.cover(caller, wish.scopes())) {
            return new ClientOutcome.Refused(ClientProblem.SCOPES_NOT_HELD);
        }
        Actor actor = Actor.of(caller);
        return changes.inTurn(() -> changes.find(wish.id())
                .map(there -> change(there, wish, caller))
                .orElseGet(() -> create(wish, actor)));
    }

    /**
     * Grants a client of the group what somebody else has asked for.
     *
     * @param scopes what the approver has seen and means
     */
    ClientOutcome approve(ClientId id, Set<ApiScope> scopes, Caller caller) {
        if (!GrantedScopes.cover(caller, scopes)) {
            return new ClientOutcome.Refused(ClientProblem.SCOPES_NOT_HELD);
        }
        Actor actor = Actor.of(caller);
        return changes.inTurn(id, client -> {
            ApiClient.Request request = client.request();
            if (request == null || !request.scopes().equals(scopes)) {
                return new ClientOutcome.Refused(ClientProblem.APPROVAL_OUTDATED);
            }
            if (changes.read(() -> secrets.areInOneHand(actor.person(), request.by()))) {
                return new ClientOutcome.Refused(ClientProblem.SECOND_PERSON_REQUIRED);
            }
            ClientState state = client.state() == ClientState.PENDING ? ClientState.ACTIVE : client.state();
            directory.update(client.with(client.channel(), request.scopes(), state));
            return new ClientOutcome.Done(
                    changes.store(id, client, actor, "client.approved", now -> storage.approve(client, actor, now)),
                    null);
        });
    }

    private ClientOutcome create(RegisterClient wish, Actor actor) {
        if (wish.acts() instanceof BrandScope.OneBrand one
                && brands.find(one.brand()).isEmpty()) {
            return new ClientOutcome.UnknownBrand();
        }
        if (!wish.id().isOf(wish.acts())) {
            return new ClientOutcome.Refused(ClientProblem.CLIENT_OF_ANOTHER_BRAND);
        }
        SignInName name = wish.id().signInName(1);
        boolean isOurs = changes.read(() -> names.takeForBackEnd(name.value(), wish.acts()));
        if (!isOurs || directory.isTaken(name)) {
            return new ClientOutcome.Refused(NameProblem.CLIENT_ID_TAKEN);
        }
        if (wish.acts().equals(BrandScope.group())) {
            ApiClient pending = changes.store(
                    wish.id(), null, actor, "client.requested", now -> storage.addPending(wish, actor, now));
            return new ClientOutcome.Created(pending, null);
        }
        ClientSecret secret = telling.admit(draft(wish), name);
        ApiClient client = changes.store(wish.id(), null, actor, "client.registered", now -> {
            if (!storage.addActive(wish, null, now)) {
                return false;
            }
            secrets.issue(wish.id(), wish.acts(), 1, null, now);
            secrets.told(wish.id(), wish.acts(), 1, actor.person(), now);
            return true;
        });
        return new ClientOutcome.Created(client, new ClientOutcome.Told(name, secret));
    }

    private ClientOutcome change(ApiClient there, RegisterClient wish, Caller caller) {
        Actor actor = Actor.of(caller);
        if (there.state() == ClientState.DELETED) {
            return new ClientOutcome.Refused(ClientProblem.CLIENT_DELETED);
        }
        if (!there.acts().equals(wish.acts())) {
            return new ClientOutcome.Refused(ClientProblem.CLIENT_OF_ANOTHER_BRAND);
        }
        if (there.needsApprovalFor(wish.scopes())) {
            return request(there, wish, actor);
        }
        if (there.request() == null
                && there.channel().equals(wish.channel())
                && there.scopes().equals(wish.scopes())) {
            return asBefore(there, caller);
        }
        ApiClient wanted = there.with(wish.channel(), wish.scopes(), there.state());
        directory.update(wanted);
        return new ClientOutcome.Done(
                changes.store(there.id(), there, actor, "client.changed", now -> storage.change(there, wanted, now)),
                null);
    }

    /** A wish that is there already stays the wish of whoever had it first. */
    private ClientOutcome request(ApiClient there, RegisterClient wish, Actor actor) {
        ApiClient.Request before = there.request();
        if (before != null && before.scopes().equals(wish.scopes())) {
            return new ClientOutcome.Done(there, null);
        }
        return new ClientOutcome.Done(
                changes.store(
                        there.id(),
                        there,
                        actor,
                        "client.rights_requested",
                        now -> storage.request(there, wish.scopes(), actor, now)),
                null);
    }

    /** All is as asked for; the secret is told again to whoever holds all that it may come to give. */
    private ClientOutcome asBefore(ApiClient there, Caller caller) {
        if (there.state() != ClientState.ACTIVE || !GrantedScopes.cover(caller, there.withinReach())) {
            return new ClientOutcome.Done(there, null);
        }
        Actor actor = Actor.of(caller);
        return switch (there.secrets().size()) {
            // It has been approved meanwhile; this is the answer that could not be given before.
            case 0 -> telling.issue(there, null, actor);
            case 1 -> telling.again(there, there.secrets().getFirst(), actor);
            default -> new ClientOutcome.Done(there, null);
        };
    }

    private ApiClient draft(RegisterClient wish) {
        return new ApiClient(
                wish.id(),
                wish.acts(),
                wish.channel(),
                wish.scopes(),
                ClientState.ACTIVE,
                Set.of(),
                null,
                List.of(),
                0,
                changes.now(),
                changes.now());
    }
}
