package dev.meridian.tag.background;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs each piece of repeated work on a thread of its own. A publication that takes an hour, or a search index that does
 * not answer, then takes nothing from the exits that are due this second.
 */
@Component
class BackgroundThreads implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThreads.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<RepeatedWork> work;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    BackgroundThreads(List<RepeatedWork> work) {
        this.work = List.copyOf(work);
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        work.forEach(one -> threads.add(Thread.ofPlatform().name(one.name()).start(() -> repeat(one))));
    }

    private void repeat(RepeatedWork one) {
        while (running && !Thread.currentThread().isInterrupted()) {
            try {
                one.once();
            } catch (RuntimeException e) {
                if (running) {
                    LOG.atWarn().addKeyValue("work", one.name()).setCause(e).log("Failed, and is tried again");
                }
            }
            try {
                Thread.sleep(one.pause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                if (!thread.join(PATIENCE)) {
                    LOG.atWarn().addKeyValue("work", thread.getName()).log("Does not come to an end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
