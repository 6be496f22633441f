package dev.meridian.tag.facts;

import java.util.List;

/** Follows what becomes known of customers, in the same transaction. */
public interface FactsListener {

    /** Called once per transaction, with every customer named in it locked. */
    void changed(List<FactsChange> changes);
}
