package dev.meridian.platform.messaging.timers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;

/**
 * Gives a center the scheduler of its {@code @Scheduled} methods. Without one, Spring Boot runs all timers with a fixed
 * delay on a single thread as soon as virtual threads are on.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration")
public class TimersAutoConfiguration {

    private static final int SHUTDOWN_SECONDS = 20;

    @Bean
    @ConditionalOnMissingBean(TaskScheduler.class)
    TaskScheduler taskScheduler() {
        OneThreadPerTimer scheduler = new OneThreadPerTimer();
        scheduler.setThreadNamePrefix("timer-");
        scheduler.setDaemon(true);
        scheduler.setRemoveOnCancelPolicy(true);
        // What has begun may end in order; nothing begins any more.
        scheduler.setWaitForTasksToCompleteOnShutdown(true);
        scheduler.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        scheduler.setAwaitTerminationSeconds(SHUTDOWN_SECONDS);
        return scheduler;
    }
}
