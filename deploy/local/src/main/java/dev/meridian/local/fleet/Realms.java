package dev.meridian.local.fleet;

import dev.meridian.platform.servers.ChildProcess;
import dev.meridian.platform.servers.Server;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Keycloak's realms with the demo clients. A service makes them in the background; a token of every client proves that
 * it is through.
 */
final class Realms {

    static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Function<DemoClient, String> tokens;
    private final Server maker;
    private final BooleanSupplier calledOff;

    /**
     * @param tokens fetches a client's token, or fails with a {@link FleetException}
     * @param maker the service that makes them
     * @param calledOff whether waiting has become pointless
     */
    Realms(Function<DemoClient, String> tokens, Server maker, BooleanSupplier calledOff) {
        this.tokens = tokens;
        this.maker = maker;
        this.calledOff = calledOff;
    }

    /** Returns when every demo client gets a token. */
    void awaitReady(Progress progress) {
        long begun = System.nanoTime();
        for (DemoClient client : DemoClient.values()) {
            while (!hasToken(client)) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new FleetException("Keycloak has no realms with the demo clients yet. " + whatHoldsThemUp());
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
        progress.done("realms", "ready", Duration.ofNanos(System.nanoTime() - begun));
    }

    private boolean hasToken(DemoClient client) {
        try {
            return !tokens.apply(client).isEmpty();
        } catch (FleetException e) {
            if (calledOff.getAsBoolean()) {
                throw e;
            }
            return false;
        }
    }

    private String whatHoldsThemUp() {
        ChildProcess process = maker.running().orElse(null);
        if (process == null) {
            return maker.name() + " has ended";
        }
        String log = process.endOfLog();
        process.dumpThreads();
        return log;
    }
}
