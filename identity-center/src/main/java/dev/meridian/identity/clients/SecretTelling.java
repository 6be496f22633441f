package dev.meridian.identity.clients;

import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;
import dev.meridian.identity.secrets.ClientSecrets;
import dev.meridian.identity.secrets.LiveSecret;
import dev.meridian.platform.audit.Actor;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes secrets and tells them, in a turn at Keycloak; an answer that was lost is given again until the secret is used. */
@Component
class SecretTelling {

    /** Within the time that Keycloak remembers who signed in. */
    private static final Duration TOLD_AGAIN_FOR = Duration.ofHours(24);

    private final ClientChanges changes;
    private final ClientDirectory directory;
    private final ClientSecrets secrets;
    private final SecureRandom random;

    SecretTelling(ClientChanges changes, ClientDirectory directory, ClientSecrets secrets, SecureRandom random) {
        this.changes = changes;
        this.directory = directory;
        this.secrets = secrets;
        this.random = random;
    }

    /** A new secret, good beside the other. */
    ClientOutcome.Done issue(ApiClient client, @Nullable String requestKey, Actor actor) {
        int generation = changes.read(() -> secrets.nextGeneration(client.id()));
        SignInName name = client.id().signInName(generation);
        ClientSecret secret = admit(client, name);
        ApiClient stored = changes.store(client.id(), client, actor, "client.secret_issued", now -> {
            secrets.issue(client.id(), client.acts(), generation, requestKey, now);
            secrets.told(client.id(), client.acts(), generation, actor.person(), now);
            return true;
        });
        return new ClientOutcome.Done(stored, new ClientOutcome.Told(name, secret));
    }

    /** Makes the client able to sign in with a new secret. */
    ClientSecret admit(ApiClient client, SignInName name) {
        ClientSecret secret = ClientSecret.random(random);
        directory.admit(client, name, secret);
        return secret;
    }

    /** The same secret once more; without it when it was used, or is not young any more. */
    ClientOutcome.Done again(ApiClient client, LiveSecret live, Actor actor) {
        if (live.knownUsed() || live.issuedAt().plus(TOLD_AGAIN_FOR).isBefore(changes.now())) {
            return new ClientOutcome.Done(client, null);
        }
        SignInName name = live.signInName();
        if (directory.wasUsed(name)) {
            changes.write(() -> secrets.markUsed(client.id(), live.generation(), changes.now()));
            return new ClientOutcome.Done(client, null);
        }
        ClientSecret secret = directory.secret(name);
        ApiClient stored = changes.store(client.id(), client, actor, "client.secret_told", now -> {
            secrets.told(client.id(), client.acts(), live.generation(), actor.person(), now);
            return true;
        });
        return new ClientOutcome.Done(stored, new ClientOutcome.Told(name, secret));
    }
}
