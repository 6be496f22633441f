package dev.meridian.identity.provisioning;

import dev.meridian.identity.brands.BrandsChanged;
import dev.meridian.identity.clients.ClientsChanged;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Runs the provisioning in the background: at start, after every change here, now and then in case somebody changed
 * Keycloak by hand, and again and again while it fails. The center itself never waits for it.
 */
@Component
class ProvisioningLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningLoop.class);
    private static final Duration END = Duration.ofSeconds(5);

    /** One look at everything. */
    interface Round {

        /** Answers whether all is in step now. */
        boolean run();
    }

    private final Round provisioning;
    private final ProvisioningProperties properties;
    private final Semaphore wake = new Semaphore(0);
    private volatile @Nullable Thread runner;

    ProvisioningLoop(Round provisioning, ProvisioningProperties properties) {
        this.provisioning = provisioning;
        this.properties = properties;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void brandsChanged(BrandsChanged change) {
        wake.release();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void clientsChanged(ClientsChanged change) {
        wake.release();
    }

    @Override
    public void start() {
        Thread thread = Thread.ofVirtual().name("provisioning").unstarted(this::loop);
        // Known before it runs: it looks here whether it should.
        runner = thread;
        thread.start();
    }

    @Override
    public void stop() {
        Thread running = runner;
        runner = null;
        if (running != null) {
            running.interrupt();
            try {
                boolean ended = running.join(END);
                LOG.atDebug().addKeyValue("ended", ended).log("Provisioning stopped");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return runner != null;
    }

    private void loop() {
        Duration retry = properties.retryFirst();
        while (isRunning()) {
            Duration pause;
            if (runOnce()) {
                pause = properties.every();
                retry = properties.retryFirst();
            } else {
                pause = retry;
                retry = shorter(retry.multipliedBy(2), properties.retryLongest());
            }
            if (!pause(pause)) {
                return;
            }
        }
    }

    private boolean runOnce() {
        try {
            return provisioning.run();
        } catch (RuntimeException e) {
            // Whatever it is, the loop goes on: nothing else would bring Keycloak back into step.
            LOG.atError().setCause(e).log("Provisioning failed in an unforeseen way");
            return false;
        }
    }

    /** Waits until the time is over or something changed; answers whether to go on. */
    private boolean pause(Duration time) {
        try {
            if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                int together = wake.drainPermits();
                LOG.atDebug().addKeyValue("changes", together + 1).log("Provisioning woken");
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
