package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StepsTests {

    private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

    @Test
    void a_step_begins_when_what_it_needs_is_through() {
        try (Steps steps = new Steps()) {
            CountDownLatch added = new CountDownLatch(1);
            steps.add("database", List.of(), () -> {
                await(added);
                order.add("database");
            });
            steps.add("center", List.of("database"), () -> order.add("center"));
            added.countDown();
            steps.await();
        }

        assertThat(order).containsExactly("database", "center");
    }

    @Test
    void steps_that_need_nothing_of_each_other_run_at_the_same_time() {
        CountDownLatch both = new CountDownLatch(2);
        try (Steps steps = new Steps()) {
            for (String name : List.of("left", "right")) {
                steps.add(name, List.of(), () -> {
                    both.countDown();
                    await(both);
                });
            }
            steps.await();
        }

        assertThat(both.getCount()).isZero();
    }

    @Test
    void a_failure_is_told_once_and_leaves_out_what_needs_it() {
        try (Steps steps = new Steps()) {
            steps.add("database", List.of(), () -> {
                throw new FleetException("no room");
            });
            steps.add("center", List.of("database"), () -> order.add("center"));
            steps.add("redis", List.of(), () -> order.add("redis"));

            assertThatThrownBy(steps::await)
                    .isInstanceOf(FleetException.class)
                    .hasMessage("no room")
                    .hasNoSuppressedExceptions();
        }

        assertThat(order).containsExactly("redis");
    }

    @Test
    void steps_called_off_after_a_failure_are_not_told() {
        try (Steps steps = new Steps()) {
            CountDownLatch failed = new CountDownLatch(1);
            steps.add("redis", List.of(), () -> {
                await(failed);
                throw new Steps.CalledOff();
            });
            steps.add("database", List.of(), () -> {
                try {
                    throw new FleetException("no room");
                } finally {
                    failed.countDown();
                }
            });

            assertThatThrownBy(steps::await).isInstanceOf(RuntimeException.class);
            assertThat(steps.haveFailed()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
