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

    private final JdbcClient jdbc;

    FactsGate(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Passes until the transaction ends. Comes before any lock of a customer. */
    void pass() {
        jdbc.sql("select pg_advisory_xact_lock_shared(:gate)")
                .param("gate", GATE)
                .query((row, _) -> true)
                .single();
    }

    /** Waits for everyone inside, and lets nobody pass until the transaction ends. Comes before any other lock. */
    public void close() {
        jdbc.sql("select pg_advisory_xact_lock(:gate)")
                .param("gate", GATE)
                .query((row, _) -> true)
                .single();
    }
}
