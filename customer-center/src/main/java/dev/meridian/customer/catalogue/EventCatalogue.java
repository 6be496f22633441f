package dev.meridian.customer.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.meridian.platform.kernel.Brand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The event types in force. What a brand changes is in force in every instance within two seconds: each asks for the
 * brand's revision once a second while the brand sends events, and reads its types only when that has moved.
 */
@Component
public final class EventCatalogue {

    private static final Logger LOG = LoggerFactory.getLogger(EventCatalogue.class);
    private static final Duration CURRENT_FOR = Duration.ofSeconds(1);
    /** While the database is away, so that not every second of an outage begins with waiting for it. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    private static final int MOST_BRANDS = 10_000;
    private static final int MOST_PROPERTIES = 200_000;

    private final GroupEventTypes group;
    private final EventTypeStore store;
    private final TransactionTemplate reading;
    private final Cache<Brand, BrandCatalogue> current = Caffeine.newBuilder()
            .maximumSize(MOST_BRANDS)
            .expireAfterWrite(CURRENT_FOR)
            .build();
    private final Cache<Brand, BrandCatalogue> lastKnown = Caffeine.newBuilder()
            .maximumWeight(MOST_PROPERTIES)
            .<Brand, BrandCatalogue>weigher((brand, catalogue) -> catalogue.weight())
            .build();
    private volatile long failedAt = System.nanoTime() - ASK_AGAIN_AFTER.toNanos();

    EventCatalogue(GroupEventTypes group, EventTypeStore store, PlatformTransactionManager transactions) {
        this.group = group;
        this.store = store;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /** A brand's catalogue, at most about a second old; older only while the database cannot be asked. */
    public BrandCatalogue inForce(Brand brand) {
        return current.get(brand, this::refreshed);
    }

    /** A brand's catalogue as it is now, in the running transaction. */
    public BrandCatalogue now(Brand brand) {
        EventTypeStore.State state = store.state(brand);
        Map<String, EventSchema> types = new HashMap<>();
        store.newest(brand).forEach(schema -> types.put(schema.type(), schema));
        // The group's meaning comes first: a type may have become the group's after a brand had declared it.
        types.putAll(group.types());
        return new BrandCatalogue(state.policy(), types, state.revision());
    }

    private BrandCatalogue refreshed(Brand brand) {
        BrandCatalogue known = lastKnown.getIfPresent(brand);
        if (known != null && System.nanoTime() - failedAt < ASK_AGAIN_AFTER.toNanos()) {
            return known;
        }
        try {
            BrandCatalogue read = reading.execute(transaction ->
                    known != null && store.state(brand).revision() == known.revision() ? known : now(brand));
            lastKnown.put(brand, read);
            return read;
        } catch (DataAccessException | TransactionException e) {
            // Inside a transaction the failure is the transaction's.
            if (known == null || TransactionSynchronizationManager.isActualTransactionActive()) {
                throw e;
            }
            failedAt = System.nanoTime();
            LOG.atWarn().addKeyValue("brand", brand.key()).log("The event types of a brand cannot be read again");
            return known;
        }
    }
}
