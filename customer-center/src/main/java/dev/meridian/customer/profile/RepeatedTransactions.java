package dev.meridian.customer.profile;

import java.util.function.Supplier;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in a transaction, and again when the database ended it to break a deadlock. Inside another transaction
 * there is nothing to repeat: it is the caller's who repeats the whole.
 */
@Component
final class RepeatedTransactions {

    private static final int ATTEMPTS = 4;

    private final TransactionTemplate transaction;

    RepeatedTransactions(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    <R> R call(Supplier<R> work) {
        int attempts = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : ATTEMPTS;
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> work.get());
            } catch (PessimisticLockingFailureException e) {
                if (attempt >= attempts) {
                    throw e;
                }
            }
        }
    }
}
