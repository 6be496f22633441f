package dev.meridian.tag.facts;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a publication and the storing of facts apart. Locks of customers cannot do it alone: a customer who is just
 * being made has no row yet that a back-fill could wait for. So whoever stores facts passes the gate, many at a time,
 * and a publication closes it until its transaction ends: who passed before has committed by then, and is found by the
 * back-fill; who passes after sees the publication.
 */
@Component
public class FactsGate {

    private static final long GATE = 0x7461672D66616374L;

    /** A little less than a statement may take. */
    private static final String PATIENCE = "14s";

    private final JdbcClient jdbc;

    FactsGate(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Passes until the transaction ends. Comes before any lock of a customer. */
    void pass() {
        take("pg_advisory_xact_lock_shared");
    }

    /** Waits for everyone inside, and lets nobody pass until the transaction ends. Comes before any other lock. */
    public void close() {
        take("pg_advisory_xact_lock");
    }

    /**
     * A lock of a row is held for a moment, and who waits longer for one is refused. This one is held by every transaction
     * that stores facts: one that closes waits for the longest of them, and those that come then wait with it.
     */
    private void take(String lock) {
        jdbc.sql("""
            with before as materialized (select current_setting('lock_timeout') as patience)
            select set_config('lock_timeout', :patience, true), %s(:gate),
                   set_config('lock_timeout', before.patience, true)
              from before
            """.formatted(lock))
                .param("patience", PATIENCE)
                .param("gate", GATE)
                .query((row, _) -> true)
                .single();
    }
}
