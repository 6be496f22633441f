package dev.meridian.platform.messaging.timers;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Has a thread for each timer that is registered, and so for no more than there are {@code @Scheduled} methods: a timer
 * that is slow, or hangs, delays itself alone.
 */
final class OneThreadPerTimer extends ThreadPoolTaskScheduler {

    private static final long serialVersionUID = 1L;

    private int timers;

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
        makeRoom();
        return super.schedule(task, trigger);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
        makeRoom();
        return super.scheduleAtFixedRate(task, startTime, period);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
        makeRoom();
        return super.scheduleAtFixedRate(task, period);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
        makeRoom();
        return super.scheduleWithFixedDelay(task, startTime, delay);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
        makeRoom();
        return super.scheduleWithFixedDelay(task, delay);
    }

    private synchronized void makeRoom() {
        timers++;
        setPoolSize(timers);
    }
}
