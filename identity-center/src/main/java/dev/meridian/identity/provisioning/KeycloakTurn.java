package dev.meridian.identity.provisioning;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One writer to Keycloak at a time, over all instances. A run that had read the registered clients before a change, and
 * wrote after it, would undo the change; the turn is held until the change is committed, so the next one reads it.
 */
@Component
class KeycloakTurn {

    private static final long LOCK = 0x6b65_7963_6c6fL;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    KeycloakTurn(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Runs the work when it is its turn, in the running transaction or in one of its own. */
    void take(Runnable work) {
        transactions.executeWithoutResult(_ -> {
            // The connection idles while Keycloak works, which on a cold Keycloak takes longer than other work may.
            jdbc.sql("select set_config('idle_in_transaction_session_timeout', '5min', true)")
                    .query(row -> {});
            jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
            work.run();
        });
    }
}
