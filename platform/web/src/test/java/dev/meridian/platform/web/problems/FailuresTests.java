package dev.meridian.platform.web.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.problems.CapabilityUnavailableException;
import dev.meridian.platform.problems.FailureSketch;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

class FailuresTests {

    static Stream<Throwable> passingFailures() {
        return Stream.of(
                new CapabilityUnavailableException("Kafka is away", new IllegalStateException()),
                new CannotCreateTransactionException("no connection", new SQLTransientConnectionException("pool")),
                new CannotAcquireLockException("deadlock"),
                new AsyncRequestTimeoutException(),
                new CompletionException(new SQLTransientConnectionException("wrapped")));
    }

    @ParameterizedTest
    @MethodSource("passingFailures")
    void what_may_pass_is_worth_another_try(Throwable failure) {
        assertThat(Failures.problem(failure).type()).isEqualTo(StandardProblem.CAPABILITY_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "57014", "57P01", "58030", "25P02", "55P03"})
    void the_databases_own_word_counts(String state) {
        assertThat(Failures.problem(new UncategorizedSQLException("task", "sql", new SQLException("why", state)))
                        .type())
                .isEqualTo(StandardProblem.CAPABILITY_UNAVAILABLE);
    }

    @Test
    void everything_else_is_a_defect_of_ours() {
        assertThat(Failures.problem(new DuplicateKeyException("twice", new SQLException("twice", "23505")))
                        .type())
                .isEqualTo(StandardProblem.INTERNAL_ERROR);
        assertThat(Failures.problem(new IllegalStateException()).type()).isEqualTo(StandardProblem.INTERNAL_ERROR);
        assertThat(Failures.problem(new StackOverflowError()).type()).isEqualTo(StandardProblem.INTERNAL_ERROR);
    }

    @Test
    void a_refusal_keeps_its_own_problem_however_deep_it_lies() {
        Throwable failure = new IllegalStateException(
                new CompletionException(new ProblemException(Problem.of(StandardProblem.VERSION_CONFLICT))));
        assertThat(Failures.problem(failure).type()).isEqualTo(StandardProblem.VERSION_CONFLICT);
    }

    @Test
    void a_sketch_names_types_and_places_and_no_message() {
        String sketch = FailureSketch.of(
                new IllegalStateException("phone 13800138000", new IllegalArgumentException("a@example.com")));
        assertThat(sketch)
                .contains(
                        "java.lang.IllegalStateException at dev.meridian.platform.web.problems.FailuresTests.a_sketch")
                .contains("caused by java.lang.IllegalArgumentException")
                .doesNotContain("13800138000")
                .doesNotContain("example.com");
    }
}
