package dev.meridian.identity.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProvisioningLoopTests {

    private static final ProvisioningProperties PROPERTIES =
            new ProvisioningProperties(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(4));

    /** A thread that begins before its starter has noted it must not take that for having been stopped. */
    @Test
    void it_runs_after_every_start_however_quickly_its_thread_begins() throws InterruptedException {
        for (int start = 0; start < 3_000; start++) {
            Semaphore ran = new Semaphore(0);
            ProvisioningLoop loop = new ProvisioningLoop(
                    () -> {
                        ran.release();
                        return true;
                    },
                    PROPERTIES);
            loop.start();
            assertThat(ran.tryAcquire(20, TimeUnit.SECONDS))
                    .as("start %d", start)
                    .isTrue();
            loop.stop();
        }
    }

    @Test
    void it_tries_again_until_all_is_in_step() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        Semaphore inStep = new Semaphore(0);
        ProvisioningLoop loop = new ProvisioningLoop(
                () -> {
                    switch (rounds.incrementAndGet()) {
                        case 1, 2 -> {
                            return false;
                        }
                        case 3 -> throw new IllegalStateException("unforeseen");
                        default -> {
                            inStep.release();
                            return true;
                        }
                    }
                },
                PROPERTIES);
        loop.start();
        assertThat(inStep.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        assertThat(loop.isRunning()).isFalse();
    }
}
