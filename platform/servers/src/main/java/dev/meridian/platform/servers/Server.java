package dev.meridian.platform.servers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server of a fleet: knows how it is started, when it is ready and how it is ended in order. It holds no process:
 * whether one runs is read from its pid file, so any JVM can ask and act.
 */
public abstract class Server {

    private final String name;
    private final ServerHome home;

    /** With the name people call it by, and its files. */
    protected Server(String name, ServerHome home) {
        this.name = name;
        this.home = home;
    }

    /** The name people call it by. */
    public final String name() {
        return name;
    }

    /** Its files. */
    public final ServerHome home() {
        return home;
    }

    /** The port its clients use. */
    public abstract int port();

    /** Every port it listens on. */
    protected List<Integer> ports() {
        return List.of(port());
    }

    /** Prepares its files and says how it is started. Called only when it does not run. */
    protected abstract ProcessPlan prepare();

    /** Whether it serves requests now; answers within a few seconds. */
    public abstract boolean isReady();

    /** How long a start may take. */
    protected Duration startTimeout() {
        return Duration.ofMinutes(4);
    }

    /** The signal that asks it to end. */
    protected String stopSignal() {
        return "TERM";
    }

    /** The process, when it runs. */
    public final Optional<ChildProcess> running() {
        return ChildProcess.find(name, home.pidFile(), home.log());
    }

    /**
     * Starts it unless it runs, and does not wait until it is ready.
     *
     * @throws PortTakenException when somebody else listens on one of its ports
     * @throws ServerException when it cannot be started
     */
    public final ChildProcess start() {
        Optional<ChildProcess> running = running();
        if (running.isPresent()) {
            return running.get();
        }
        requirePortsFree();
        return ChildProcess.start(prepare());
    }

    /**
     * Makes sure that it could be started; nothing happens when it runs.
     *
     * @throws PortTakenException when somebody else listens on one of its ports
     */
    public final void requirePortsFree() {
        if (running().isEmpty()) {
            for (int port : ports()) {
                Ports.requireFree(port, name);
            }
        }
    }

    /**
     * Starts it unless it runs, and waits until it is ready.
     *
     * @throws ServerException when it ends before that or takes too long
     */
    public final ChildProcess startAndWait() {
        ChildProcess process = start();
        process.awaitReady(this::isReady, startTimeout());
        return process;
    }

    /**
     * Ends it in order, and by force when that takes too long. Nothing happens when it does not run.
     *
     * @param timeout how long it may take
     */
    public final void stop(Duration timeout) {
        running().ifPresent(process -> process.stop(stopSignal(), timeout));
    }

    /** Ends it at once, as a crash would. Nothing happens when it does not run. */
    public final void kill() {
        running().ifPresent(ChildProcess::kill);
    }

    /** A plan with this server's name, log and pid file, to run in its data folder. */
    protected final ProcessPlan plan(List<String> command, Map<String, String> environment) {
        return new ProcessPlan(name, command, environment, home.data(), home.log(), home.pidFile());
    }
}
