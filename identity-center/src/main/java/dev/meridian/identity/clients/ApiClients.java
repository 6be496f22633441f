package dev.meridian.identity.clients;

import dev.meridian.identity.brands.Brands;
import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.names.ClientNames;
import dev.meridian.identity.secrets.ClientSecrets;
import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The API clients that are registered. Each caller sees those inside its own brand scope only. */
@Service
@Transactional
public class ApiClients {

    private final JdbcApiClients storage;
    private final ClientSecrets secrets;
    private final ClientNames names;
    private final Brands brands;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ApiClients(
            JdbcApiClients storage,
            ClientSecrets secrets,
            ClientNames names,
            Brands brands,
            Audit audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.storage = storage;
        this.secrets = secrets;
        this.names = names;
        this.brands = brands;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** All clients that are not deleted, by id. */
    @Transactional(readOnly = true)
    public List<ApiClient> all() {
        return storage.page(null, Integer.MAX_VALUE);
    }

    /**
     * Up to {@code count} clients that are not deleted, by id.
     *
     * @param after only those behind this id; null for the first
     */
    @Transactional(readOnly = true)
    public List<ApiClient> page(@Nullable String after, int count) {
        return storage.page(after, count);
    }

    /** One client, unless it is deleted. */
    @Transactional(readOnly = true)
    public Optional<ApiClient> find(ClientId id) {
        return storage.find(id).filter(client -> client.state() != ClientState.DELETED);
    }

    /**
     * Registers the client where its id is free, and leaves it as it is where it is there. Whoever deployed the center
     * has the last word on its seed, so this counts as approved; the secret is theirs, so it is never told.
     */
    public void addMissing(RegisterClient wish) {
        if (!isRegistered(wish.acts())) {
            throw new IllegalArgumentException("Client " + wish.id() + " is of a brand that is not registered");
        }
        if (!wish.id().isOf(wish.acts()) || !names.takeForBackEnd(wish.id().value(), wish.acts())) {
            throw new IllegalArgumentException("Client " + wish.id() + " cannot have this id");
        }
        Instant now = clock.instant();
        Actor deployment = Actor.deployment();
        boolean speaksForGroup = wish.acts().equals(BrandScope.group());
        if (storage.addActive(wish, speaksForGroup ? deployment : null, now)) {
            secrets.issue(wish.id(), wish.acts(), 1, null, now);
            secrets.markUsed(wish.id(), 1, now);
            ApiClient added = storage.find(wish.id()).orElseThrow();
            audit.record(new Act(
                    wish.acts(),
                    deployment,
                    "client.registered",
                    "client",
                    wish.id().value(),
                    null,
                    added.described()));
        }
        events.publishEvent(new ClientsChanged());
    }

    private boolean isRegistered(BrandScope acts) {
        return switch (acts) {
            case BrandScope.OneBrand one -> brands.find(one.brand()).isPresent();
            case BrandScope.Group ignored -> true;
            case BrandScope.Nothing ignored -> false;
        };
    }
}
