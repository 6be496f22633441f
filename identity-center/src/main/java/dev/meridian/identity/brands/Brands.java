package dev.meridian.identity.brands;

import dev.meridian.identity.names.ClientNames;
import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
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
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Brands(JdbcBrands storage, ClientNames names, Audit audit, ApplicationEventPublisher events, Clock clock) {
        this.storage = storage;
        this.names = names;
        this.audit = audit;
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
    public StoreOutcome store(Brand brand, BrandName name, Actor actor) {
        RegisteredBrand before = storage.lock(brand).orElse(null);
        boolean created = storage.store(brand, name, clock.instant());
        return changed(brand, created, before, actor, created ? "brand.registered" : "brand.renamed");
    }

    /** Adds the channel to its brand, or changes what kind it is. */
    public StoreOutcome storeChannel(Brand brand, Channel channel, Actor actor) {
        RegisteredBrand before = storage.lock(brand).orElse(null);
        if (before == null) {
            return new StoreOutcome.NoSuchBrand();
        }
        if (!names.takeForApp(channel.clientId(brand), brand)) {
            return new StoreOutcome.IdTaken();
        }
        boolean created = storage.storeChannel(brand, channel, clock.instant());
        return changed(brand, created, before, actor, created ? "channel.added" : "channel.changed");
    }

    /** Registers the brand and its channels where they are missing, and leaves what is there as it is. */
    public void addMissing(Brand brand, BrandName name, List<Channel> channels) {
        RegisteredBrand before = storage.lock(brand).orElse(null);
        storage.addMissing(brand, name, clock.instant());
        for (Channel channel : channels) {
            if (!names.takeForApp(channel.clientId(brand), brand)) {
                throw new IllegalArgumentException("A back end signs in as " + channel.clientId(brand) + " already");
            }
            storage.addMissingChannel(brand, channel, clock.instant());
        }
        RegisteredBrand after = storage.find(brand).orElseThrow();
        if (!after.equals(before)) {
            record(before, after, Actor.deployment(), "brand.seeded");
        }
        events.publishEvent(new BrandsChanged());
    }

    private StoreOutcome changed(
            Brand brand, boolean created, @Nullable RegisteredBrand before, Actor actor, String action) {
        RegisteredBrand stored = storage.find(brand).orElseThrow();
        record(before, stored, actor, action);
        events.publishEvent(new BrandsChanged());
        return created ? new StoreOutcome.Created(stored) : new StoreOutcome.Changed(stored);
    }

    private void record(@Nullable RegisteredBrand before, RegisteredBrand after, Actor actor, String action) {
        audit.record(new Act(
                BrandScope.of(after.brand()),
                actor,
                action,
                "brand",
                after.brand().key(),
                before == null ? null : before.described(),
                after.described()));
    }
}
