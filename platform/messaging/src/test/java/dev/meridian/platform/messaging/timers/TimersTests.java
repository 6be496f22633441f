package dev.meridian.platform.messaging.timers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

class TimersTests {

    private final ApplicationContextRunner center = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(TimersAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
            .withPropertyValues("spring.threads.virtual.enabled=true")
            .withUserConfiguration(Timers.class);

    @Test
    void timers_that_hang_do_not_keep_another_from_running() {
        center.run(running -> {
            Hanging hanging = running.getBean(Hanging.class);
            assertThat(hanging.begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(hanging.other.await(30, TimeUnit.SECONDS))
                    .describedAs("the other timer has run five times while two hang")
                    .isTrue();
            hanging.released.countDown();
        });
    }

    @Test
    void there_are_as_many_threads_as_timers_and_no_more() {
        center.run(running -> {
            running.getBean(Hanging.class).released.countDown();
            assertThat(running.getBean(ThreadPoolTaskScheduler.class)
                            .getScheduledThreadPoolExecutor()
                            .getCorePoolSize())
                    .isEqualTo(3);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Timers {

        @Bean
        Hanging hanging() {
            return new Hanging();
        }
    }

    static class Hanging {

        private final CountDownLatch begun = new CountDownLatch(2);
        private final CountDownLatch released = new CountDownLatch(1);
        private final CountDownLatch other = new CountDownLatch(5);

        @Scheduled(fixedDelay = 10)
        void one() throws InterruptedException {
            hang();
        }

        @Scheduled(fixedRate = 10)
        void two() throws InterruptedException {
            hang();
        }

        @Scheduled(fixedDelay = 10)
        void three() {
            if (begun.getCount() == 0) {
                other.countDown();
            }
        }

        private void hang() throws InterruptedException {
            begun.countDown();
            boolean unused = released.await(1, TimeUnit.MINUTES);
        }
    }
}
