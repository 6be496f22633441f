package dev.meridian.platform.security;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Does a piece of work in another brand scope, inside the running transaction where there is one. For the few places
 * that must look further than their caller may, such as finding the customer of the whole group that an identifier
 * belongs to; what they return is then theirs to restrict.
 */
public final class BrandScopeSwitch {

    private static final SQLExceptionSubclassTranslator TRANSLATOR = new SQLExceptionSubclassTranslator();

    private final DataSource dataSource;

    public BrandScopeSwitch(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Runs the work in the scope. */
    public void run(BrandScope scope, Runnable work) {
        Boolean done = this.<Boolean, RuntimeException>call(scope, () -> {
            work.run();
            return true;
        });
        assert done;
    }

    /** Runs the work in the scope and returns its result; what it throws passes through. */
    public <R extends @Nullable Object, X extends Throwable> R call(
            BrandScope scope, ScopedValue.CallableOp<? extends R, X> work) throws X {
        BrandScope before = BrandScopedTransactionManager.scopeOfTransaction();
        if (before == null || before.equals(scope)) {
            return ActiveBrandScope.call(scope, work);
        }
        enter(scope);
        boolean finished = false;
        try {
            R result = ActiveBrandScope.call(scope, work);
            finished = true;
            return result;
        } finally {
            leave(before, finished);
        }
    }

    private void enter(BrandScope scope) {
        try {
            apply(scope);
        } catch (SQLException e) {
            throw TRANSLATOR.translate("Entering a brand scope", null, e);
        }
    }

    private void leave(BrandScope before, boolean finished) {
        try {
            apply(before);
        } catch (SQLException e) {
            // After a failed statement PostgreSQL takes no more of them, and the rollback restores the setting anyway.
            BrandScopedTransactionManager.rememberScope(before);
            if (finished) {
                throw TRANSLATOR.translate("Leaving a brand scope", null, e);
            }
        }
    }

    private void apply(BrandScope scope) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            BrandScopedTransactionManager.applyScope(connection, scope);
            BrandScopedTransactionManager.rememberScope(scope);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
