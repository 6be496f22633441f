package dev.meridian.platform.web.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyBudgetTests {

    private static final int KILOBYTE = 1024;

    private final BodyBudget budget = new BodyBudget(64 * KILOBYTE);

    @Test
    void bodies_share_what_there_is_and_who_finds_none_is_told_to_come_again() {
        try (BodyBudget.Share large = budget.share();
                BodyBudget.Share late = budget.share()) {
            large.cover(60 * KILOBYTE);

            assertThatThrownBy(() -> late.cover(16 * KILOBYTE))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal -> assertThat(refusal.problem().type())
                                    .isEqualTo(StandardProblem.CAPABILITY_UNAVAILABLE));
        }
    }

    @Test
    void what_one_gives_back_another_gets_while_it_waits() throws Exception {
        BodyBudget.Share first = budget.share();
        first.cover(64 * KILOBYTE);
        BodyBudget.Share second = budget.share();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> second.cover(64 * KILOBYTE));

        first.close();

        waiting.get(10, TimeUnit.SECONDS);
        second.close();
    }

    @Test
    void a_body_takes_as_much_as_has_arrived_of_it() {
        try (BodyBudget.Share slow = budget.share();
                BodyBudget.Share other = budget.share()) {
            slow.cover(1);
            other.cover(56 * KILOBYTE);
        }
        try (BodyBudget.Share whole = budget.share()) {
            whole.cover(64 * KILOBYTE);
        }
    }
}
