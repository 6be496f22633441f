package dev.meridian.tag.facts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Follows what becomes known of customers, in the same transaction. */
public interface FactsListener {

    /**
     * Called before anything about these customers changes, with all of them locked: whatever time alone has changed by
     * now happened first, and on the facts as they were.
     */
    default void beforeChange(Collection<ScopedCustomer> customers, Instant now) {
        // Most look only at what is new.
    }

    /**
     * Called with what is new, every customer named in it locked. One transaction may tell several times; then later
     * news follow from earlier ones.
     */
    void changed(List<FactsChange> changes);
}
