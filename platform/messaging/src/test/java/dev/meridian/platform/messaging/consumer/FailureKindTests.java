package dev.meridian.platform.messaging.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.TransientFailure;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class FailureKindTests {

    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE",
        "57P01, UNAVAILABLE",
        "57P03, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "25006, UNAVAILABLE",
        "40P01, CONTENTION",
        "40001, CONTENTION",
        "55P03, CONTENTION",
        "57014, CONTENTION",
        "23505, POISON",
        "22001, POISON",
        "54000, POISON",
        "42P01, POISON"
    })
    void the_databases_own_word_decides(String state, FailureKind expected) {
        SQLException failure = new SQLException("whatever", state);
        assertThat(FailureKind.of(new DataAccessResourceFailureException("wrapped", failure)))
                .isEqualTo(expected);
        assertThat(FailureKind.of(new TransactionSystemException("wrapped", failure)))
                .isEqualTo(expected);
    }

    @Test
    void without_a_database_behind_it_nothing_is_the_events_fault() {
        assertThat(FailureKind.of(new CannotCreateTransactionException("no connection")))
                .isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(FailureKind.of(new CannotGetJdbcConnectionException("no connection")))
                .isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(FailureKind.of(new IllegalStateException(new TransientFailure("away", new IOException("no")))))
                .isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void being_in_each_others_way_is_nobodys_fault() {
        assertThat(FailureKind.of(new CannotAcquireLockException("locked"))).isEqualTo(FailureKind.CONTENTION);
        assertThat(FailureKind.of(new OptimisticLockingFailureException("changed")))
                .isEqualTo(FailureKind.CONTENTION);
    }

    @Test
    void everything_else_is_the_events_own_fault() {
        assertThat(FailureKind.of(new IllegalArgumentException("wrong"))).isEqualTo(FailureKind.POISON);
        assertThat(FailureKind.of(new DuplicateKeyException("twice"))).isEqualTo(FailureKind.POISON);
        assertThat(FailureKind.of(new StackOverflowError())).isEqualTo(FailureKind.POISON);
    }
}
