package dev.meridian.platform.security;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the database, first thing in every transaction, whose rows it may show. The setting ends with the transaction,
 * so a pooled connection never carries one caller's scope to the next, and SQL outside a transaction sees no row.
 *
 * <p>Work that joins a running transaction must be in that transaction's scope: otherwise it would silently see the
 * rows of another scope, so it is refused. {@link BrandScopeSwitch} changes the scope on purpose.
 */
public final class BrandScopedTransactionManager extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    private static final String SET_SCOPE = "select set_config('meridian.brand', ?, true)";

    public BrandScopedTransactionManager(DataSource dataSource) {
        super(dataSource);
        setTransactionExecutionListeners(java.util.List.of(new NestedScopeCheck()));
    }

    /** The scope the transaction of this thread is in; null where there is none. */
    static @Nullable BrandScope scopeOfTransaction() {
        return (BrandScope) TransactionSynchronizationManager.getResource(BrandScopedTransactionManager.class);
    }

    /** Sets the scope for the rest of the transaction that runs on this connection. */
    static void applyScope(Connection connection, BrandScope scope) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_SCOPE)) {
            statement.setString(1, scope.databaseValue());
            statement.execute();
        }
    }

    /** Remembers which scope the running transaction is in from here on. */
    static void rememberScope(BrandScope scope) {
        forgetScope();
        TransactionSynchronizationManager.bindResource(BrandScopedTransactionManager.class, scope);
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        applyScope(connection, ActiveBrandScope.current());
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        rememberScope(ActiveBrandScope.current());
    }

    @Override
    protected void prepareSynchronization(DefaultTransactionStatus status, TransactionDefinition definition) {
        if (status.hasTransaction() && !status.isNewTransaction()) {
            requireSameScope();
        }
        super.prepareSynchronization(status, definition);
    }

    @Override
    protected Object doSuspend(Object transaction) {
        BrandScope scope = scopeOfTransaction();
        forgetScope();
        return new Suspended(super.doSuspend(transaction), scope);
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspendedResources) {
        Suspended suspended = (Suspended) suspendedResources;
        super.doResume(transaction, suspended.resources());
        if (suspended.scope() != null) {
            rememberScope(suspended.scope());
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        forgetScope();
        super.doCleanupAfterCompletion(transaction);
    }

    private static void forgetScope() {
        TransactionSynchronizationManager.unbindResourceIfPossible(BrandScopedTransactionManager.class);
    }

    private static void requireSameScope() {
        BrandScope running = scopeOfTransaction();
        BrandScope active = ActiveBrandScope.current();
        if (!active.equals(running)) {
            throw new IllegalTransactionStateException(
                    "Work in the brand scope " + active + " cannot join a transaction that is in the scope " + running);
        }
    }

    private record Suspended(Object resources, @Nullable BrandScope scope) {}

    /** Savepoints of nested transactions do not pass by the preparation above. */
    private static final class NestedScopeCheck implements TransactionExecutionListener {

        @Override
        public void beforeBegin(TransactionExecution transaction) {
            if (transaction.isNested()) {
                requireSameScope();
            }
        }
    }
}
