package dev.meridian.platform.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A process that outlives the terminal's Ctrl-C and, when need be, the JVM that started it. Its process id and start
 * time lie in a file, so that a later JVM finds it again and never takes a stranger with the same number for it.
 */
public final class ChildProcess {

    private static final Duration POLL = Duration.ofMillis(40);
    private static final Duration SLOWEST_POLL = Duration.ofMillis(600);
    private static final long LARGEST_LOG_BYTES = 20L << 20;
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH");

    private final String name;
    private final ProcessHandle handle;
    private final Path log;
    private final PidFile pidFile;

    private ChildProcess(String name, ProcessHandle handle, Path log, PidFile pidFile) {
        this.name = name;
        this.handle = handle;
        this.log = log;
        this.pidFile = pidFile;
    }

    /**
     * Starts the process and writes its pid file.
     *
     * @throws ServerException when the program cannot be started
     */
    public static ChildProcess start(ProcessPlan plan) {
        List<String> command = new ArrayList<>(HostSystem.ownSession());
        command.addAll(plan.command());
        try {
            Files.createDirectories(plan.directory());
            Files.createDirectories(plan.log().toAbsolutePath().getParent());
            keepLogSmall(plan.log());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(plan.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
            Map<String, String> environment = builder.environment();
            environment.keySet().retainAll(INHERITED);
            environment.putAll(plan.environment());
            ProcessHandle handle = builder.start().toHandle();
            PidFile pidFile = new PidFile(plan.pidFile());
            pidFile.write(handle);
            return new ChildProcess(plan.name(), handle, plan.log(), pidFile);
        } catch (IOException e) {
            throw new ServerException(plan.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * Finds the process an earlier run started, if it is still the same one and alive. A pid file that points nowhere
     * is removed.
     *
     * @param name how people call it
     * @param pidFile where {@link #start} remembered it
     * @param log its log file
     */
    public static Optional<ChildProcess> find(String name, Path pidFile, Path log) {
        PidFile file = new PidFile(pidFile);
        Optional<ChildProcess> found = file.read().map(handle -> new ChildProcess(name, handle, log, file));
        if (found.isPresent() && found.get().isAlive()) {
            return found;
        }
        file.delete();
        return Optional.empty();
    }

    /** How people call it. */
    public String name() {
        return name;
    }

    /** Process id. */
    public long pid() {
        return handle.pid();
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** Whether it runs; one that has ended but was not yet collected by its parent does not. */
    public boolean isAlive() {
        return HostSystem.isRunning(handle);
    }

    /**
     * Waits until it is ready.
     *
     * @param ready asked again and again
     * @param timeout how long to wait
     * @throws ServerException when it ends before, or is not ready in time; the message has the end of its log
     */
    public void awaitReady(BooleanSupplier ready, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long pause = POLL.toNanos();
        while (!ready.getAsBoolean()) {
            if (!isAlive()) {
                pidFile.delete();
                throw new ServerException(name + " ended while it was starting. " + endOfLog());
            }
            if (System.nanoTime() > deadline) {
                throw new ServerException(
                        name + " was not ready within " + timeout.toSeconds() + " seconds. " + endOfLog());
            }
            // Asking costs the machine time that the start needs: ever more rarely.
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 3 / 2, SLOWEST_POLL.toNanos());
        }
    }

    /**
     * Waits until it ends by itself.
     *
     * @param timeout how long to wait
     * @return whether it has ended
     */
    public boolean awaitEnd(Duration timeout) {
        boolean ended = awaitEnd(List.of(handle), timeout);
        if (ended) {
            pidFile.delete();
        }
        return ended;
    }

    /**
     * Asks it to end in order, and ends it and its descendants by force when it has not by then.
     *
     * @param timeout how long to wait for an orderly end
     */
    public void stop(Duration timeout) {
        stop("TERM", timeout);
    }

    /**
     * Like {@link #stop(Duration)} with another signal, for programs that mean something else by TERM.
     *
     * @param signal its name without SIG
     */
    public void stop(String signal, Duration timeout) {
        List<ProcessHandle> tree = tree();
        if (isAlive()) {
            HostSystem.signal(handle, signal);
        }
        boolean ended = awaitEnd(List.of(handle), timeout);
        end(tree, ended ? Duration.ofSeconds(2) : Duration.ZERO);
    }

    /** Ends it and its descendants at once, as a crash would. */
    public void kill() {
        end(tree(), Duration.ZERO);
    }

    /** Has a Java process write to its log what its threads are doing: for one that neither works nor ends. */
    public void dumpThreads() {
        HostSystem.signal(handle, "QUIT");
    }

    /** The last lines of its log. */
    public String endOfLog() {
        return "The end of " + log + ":\n" + LogTail.lines(log, 15);
    }

    /** Memory of it and its descendants in bytes; shared pages are counted once. */
    public long residentBytes() {
        return tree().stream()
                .mapToLong(each -> HostSystem.residentBytes(each.pid()))
                .sum();
    }

    private void end(List<ProcessHandle> tree, Duration patience) {
        boolean ended = awaitEnd(tree, patience);
        if (!ended) {
            tree.forEach(each -> HostSystem.signal(each, "KILL"));
            ended = awaitEnd(tree, Duration.ofSeconds(10));
        }
        if (!ended) {
            throw new ServerException(name + " (process " + pid() + ") could not be ended");
        }
        pidFile.delete();
    }

    private static boolean awaitEnd(List<ProcessHandle> processes, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (processes.stream().anyMatch(HostSystem::isRunning)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    private List<ProcessHandle> tree() {
        List<ProcessHandle> tree = new ArrayList<>();
        tree.add(handle);
        handle.descendants().forEach(tree::add);
        return tree;
    }

    private static void keepLogSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Path previous = log.resolveSibling(log.getFileName() + ".1");
            Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
