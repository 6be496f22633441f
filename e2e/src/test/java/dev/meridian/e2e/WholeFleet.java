package dev.meridian.e2e;

import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetFolder;
import dev.meridian.local.fleet.PortWishes;
import dev.meridian.local.fleet.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole platform as {@code ./meridian up} starts it, in a folder and on ports of its own, started once for all
 * journeys and stopped after the last. Journeys reach it through the gateway; what they may do besides is what happens
 * to a fleet in real life: a process is killed, and started again.
 */
final class WholeFleet implements BeforeAllCallback {

    private static final int PORTS_ABOVE = 18_000;
    private static final Progress PROGRESS = Progress.printed(new PrintWriter(System.out, true));

    private static Started started;

    /** Closed by JUnit when all journeys are over. */
    private record Started(Fleet fleet, Gateway gateway) implements AutoCloseable {
        @Override
        public void close() {
            fleet.down(PROGRESS);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(WholeFleet.class))
                .computeIfAbsent("fleet", _ -> start(), Started.class);
    }

    private static Started start() {
        Fleet before = open();
        before.down(Progress.silent());
        before.forget();
        Fleet fleet = open();
        List<String> processes = up(fleet);
        if (processes.isEmpty()) {
            throw new IllegalStateException("A fleet that was down started nothing");
        }
        return new Started(fleet, new Gateway(Map.copyOf(fleet.demoEnvironment())));
    }

    private static List<String> up(Fleet fleet) {
        try {
            return fleet.up(PROGRESS);
        } catch (RuntimeException e) {
            keepLogs();
            throw e;
        }
    }

    /** The next journey tries with a new fleet, and would delete what explains the failure of this one. */
    private static void keepLogs() {
        Path kept = Path.of("target", "logs-of-a-failed-start-" + System.currentTimeMillis());
        try {
            Path unused = Files.move(folder().state().resolve("logs"), kept);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the logs in " + kept, e);
        }
    }

    private static FleetFolder folder() {
        Path root = Path.of(System.getProperty("meridian.root"));
        return new FleetFolder(root, root.resolve(".meridian/e2e"));
    }

    private static Fleet open() {
        return Fleet.open(folder(), PortWishes.above(PORTS_ABOVE), environment());
    }

    /** Preparing start-up caches takes longer than it saves in a fleet that is started once. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("MERIDIAN_AOT", "off"));
        environment.putAll(System.getenv());
        return environment;
    }

    Gateway gateway() {
        return started.gateway();
    }

    /** The address of a center itself, where operators speak to it. */
    String url(String center) {
        return started.fleet().url(center);
    }

    /** A connection to a center's database as superuser, whom row security does not bind. */
    Connection database(String name) throws SQLException {
        return started.fleet().postgres().connect(name);
    }

    /** SIGKILL, as the kernel or a power cut would. */
    void kill(String process) {
        started.fleet().kill(process);
    }

    /** Starts the process again and waits until it is ready. */
    void start(String process) {
        started.fleet().start(process);
    }
}
