package dev.meridian.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterBreakerTests {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final LimiterBreaker breaker = new LimiterBreaker(now::get);

    @Test
    void a_counter_that_counts_is_always_asked() {
        assertThat(breaker.mayAsk()).isTrue();
        breaker.counted();
        assertThat(breaker.mayAsk()).isTrue();
    }

    @Test
    void a_counter_that_failed_is_left_alone_and_then_tried_by_one() {
        breaker.failed();
        assertThat(breaker.mayAsk()).isFalse();

        now.addAndGet(LimiterBreaker.PAUSE.toNanos());

        assertThat(breaker.mayAsk()).isTrue();
        assertThat(breaker.mayAsk()).isFalse();
    }

    @Test
    void a_trial_that_was_never_heard_of_again_is_followed_by_another() {
        breaker.failed();
        now.addAndGet(LimiterBreaker.PAUSE.toNanos());
        assertThat(breaker.mayAsk()).isTrue();

        now.addAndGet(LimiterBreaker.PAUSE.toNanos());

        assertThat(breaker.mayAsk()).isTrue();
    }

    @Test
    void once_it_counts_again_everybody_asks() {
        breaker.failed();
        breaker.counted();

        assertThat(breaker.mayAsk()).isTrue();
        assertThat(breaker.mayAsk()).isTrue();
    }
}
