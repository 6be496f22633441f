package dev.meridian.identity.brands;

import dev.meridian.identity.names.ClientNames;
import dev.meridian.platform.kernel.Brand;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registers brands and their channels. Each caller sees the brands inside its own brand scope only. */
@Service
@Transactional
public class Brands {

    private final JdbcBrands storage;
    private final ClientNames names;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Brands(JdbcBrands storage, ClientNames names, ApplicationEventPublisher events, Clock clock) {
        this.storage = storage;
        this.names = names;
        this.events = events;
        this.clock = clock;
    }

    /** All brands, by key. */
    @Transactional(readOnly = true)
    public List<RegisteredBrand> all() {
        return storage.page(null, Integer.MAX_VALUE);
    }

    /**
     * Up to {@code count} brands, by key.
     *
     * @param after only those behind this key; null for the first
     */
    @Transactional(readOnly = true)
    public List<RegisteredBrand> page(@Nullable String after, int count) {
        return storage.page(after, count);
    }

    /** One brand, where it is registered and inside the caller's scope. */
    @Transactional(readOnly = true)
    public Optional<RegisteredBrand> find(Brand brand) {
        return storage.find(brand);
    }

    /** Registers the brand, or renames it. */
    public StoreOutcome store(Brand brand, BrandName name) {
        boolean created = storage.store(brand, name, clock.instant());
        events.publishEvent(new BrandsChanged());
        return outcome(brand, created);
    }

    /** Adds the channel to its brand, or changes what kind it is. */
    public StoreOutcome storeChannel(Brand brand, Channel channel) {
        if (storage.find(brand).isEmpty()) {
            return new StoreOutcome.NoSuchBrand();
        }
        if (!names.takeForApp(channel.clientId(brand), brand)) {
            return new StoreOutcome.IdTaken();
        }
        boolean created = storage.storeChannel(brand, channel, clock.instant());
        events.publishEvent(new BrandsChanged());
        return outcome(brand, created);
    }

    /** Registers the brand and its channels where they are missing, and leaves what is there as it is. */
    public void addMissing(Brand brand, BrandName name, List<Channel> channels) {
        storage.addMissing(brand, name, clock.instant());
        for (Channel channel : channels) {
            if (!names.takeForApp(channel.clientId(brand), brand)) {
                throw new IllegalArgumentException("A back end signs in as " + channel.clientId(brand) + " already");
            }
            storage.addMissingChannel(brand, channel, clock.instant());
        }
        events.publishEvent(new BrandsChanged());
    }

    private StoreOutcome outcome(Brand brand, boolean created) {
        RegisteredBrand stored = storage.find(brand).orElseThrow();
        return created ? new StoreOutcome.Created(stored) : new StoreOutcome.Changed(stored);
    }
}
