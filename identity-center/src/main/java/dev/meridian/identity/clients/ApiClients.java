package dev.meridian.identity.clients;

import dev.meridian.identity.brands.Brands;
import dev.meridian.identity.names.ClientNames;
import dev.meridian.platform.kernel.BrandScope;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registers API clients. Each caller sees the clients inside its own brand scope only. */
@Service
@Transactional
public class ApiClients {

    private final JdbcApiClients storage;
    private final Brands brands;
    private final ClientNames names;
    private final ClientDirectory directory;
    private final ApplicationEventPublisher events;
    private final SecureRandom random;
    private final Clock clock;

    ApiClients(
            JdbcApiClients storage,
            Brands brands,
            ClientNames names,
            ClientDirectory directory,
            ApplicationEventPublisher events,
            SecureRandom random,
            Clock clock) {
        this.storage = storage;
        this.brands = brands;
        this.names = names;
        this.directory = directory;
        this.events = events;
        this.random = random;
        this.clock = clock;
    }

    /** All clients, by id. */
    @Transactional(readOnly = true)
    public List<ApiClient> all() {
        return storage.page(null, Integer.MAX_VALUE);
    }

    /**
     * Up to {@code count} clients, by id.
     *
     * @param after only those behind this id; null for the first
     */
    @Transactional(readOnly = true)
    public List<ApiClient> page(@Nullable String after, int count) {
        return storage.page(after, count);
    }

    /**
     * Registers the client or changes its rights, here and where it signs in. What cannot be done there is not stored
     * here.
     */
    public RegisterOutcome register(RegisterClient wish) {
        if (!isRegistered(wish.acts())) {
            return new RegisterOutcome.UnknownBrand();
        }
        Optional<ApiClient> before = storage.findForUpdate(wish.id());
        if (before.isPresent() && !before.get().acts().equals(wish.acts())) {
            return new RegisterOutcome.OfAnotherBrand();
        }
        if (before.isEmpty() && !wish.id().isOf(wish.acts())) {
            return new RegisterOutcome.OfAnotherBrand();
        }
        if (!names.takeForBackEnd(wish.id().value(), wish.acts())) {
            return new RegisterOutcome.IdTaken();
        }
        ApiClient client = storage.store(wish, clock.instant());
        events.publishEvent(new ClientsChanged());
        if (before.isPresent()) {
            directory.update(client);
            return new RegisterOutcome.Changed(client);
        }
        ClientSecret secret = ClientSecret.random(random);
        directory.admit(client, secret);
        return new RegisterOutcome.Created(client, secret);
    }

    /** Registers the client where it is missing, and leaves it as it is where it is there. */
    public void addMissing(RegisterClient wish) {
        if (!isRegistered(wish.acts())) {
            throw new IllegalArgumentException("Client " + wish.id() + " is of a brand that is not registered");
        }
        if (!wish.id().isOf(wish.acts()) || !names.takeForBackEnd(wish.id().value(), wish.acts())) {
            throw new IllegalArgumentException("Client " + wish.id() + " cannot have this id");
        }
        storage.addMissing(wish, clock.instant());
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
