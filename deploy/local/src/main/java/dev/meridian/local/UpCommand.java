package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetException;
import dev.meridian.local.fleet.ProcessStatus;
import dev.meridian.local.fleet.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Starts what does not run, and stays until Ctrl-C stops everything.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private static final Duration WATCH = Duration.ofSeconds(2);

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--detach", description = "Returns when everything is ready.")
    private boolean detach;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = Progress.printed(out);
        Fleet fleet = launcher.fleet().open();
        out.println("Starting Meridian in " + fleet.folder().state());
        out.flush();
        long begun = System.nanoTime();
        StopOnSignal stop = new StopOnSignal(fleet, progress, out);
        Runtime.getRuntime().addShutdownHook(stop);
        List<String> started;
        try {
            started = fleet.up(progress);
        } catch (RuntimeException e) {
            stop.release();
            throw e;
        }
        if (started.isEmpty()) {
            out.println("Meridian was running.");
        } else {
            out.printf(Locale.ROOT, "Meridian is ready after %.1f s.%n", (System.nanoTime() - begun) / 1e9);
        }
        out.print(new Welcome(fleet, launcher.fleet().script()).text());
        out.flush();
        if (detach || started.isEmpty()) {
            stop.release();
            return 0;
        }
        out.println("Ctrl-C stops everything.");
        out.flush();
        watch(fleet, progress);
        stop.release();
        return 0;
    }

    /** Says when a process ends on its own; returns when the whole fleet is gone (by another launcher's down). */
    private static void watch(Fleet fleet, Progress progress) {
        Set<String> gone = new HashSet<>();
        while (fleet.isRunning()) {
            for (ProcessStatus status : fleet.status()) {
                if (status.health() != ProcessStatus.Health.DOWN) {
                    boolean ignored = gone.remove(status.name());
                } else if (gone.add(status.name()) && !fleet.isStopping()) {
                    progress.note(status.name(), "has ended; ./meridian up in another terminal starts it again");
                }
            }
            LockSupport.parkNanos(WATCH.toNanos());
        }
    }

    /** Ends the fleet in order when the launcher is asked to end, unless it has been released from that. */
    private static final class StopOnSignal extends Thread {

        private final Fleet fleet;
        private final Progress progress;
        private final PrintWriter out;
        private volatile boolean released;

        StopOnSignal(Fleet fleet, Progress progress, PrintWriter out) {
            super("stop-on-signal");
            this.fleet = fleet;
            this.progress = progress;
            this.out = out;
        }

        void release() {
            released = true;
        }

        @Override
        public void run() {
            if (released) {
                return;
            }
            out.println();
            out.println("Stopping Meridian");
            out.flush();
            try {
                fleet.down(progress);
            } catch (FleetException e) {
                out.println("meridian: " + e.getMessage());
            }
            out.flush();
        }
    }
}
