package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Http;
import dev.meridian.platform.servers.ProcessPlan;
import dev.meridian.platform.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of our own services: the gateway or a center. */
final class Service extends Server {

    private final FleetFolder folder;
    private final int port;
    private final int managementPort;
    private final Map<String, String> environment;
    private final ServiceImage image;
    private final @Nullable CenterStep migration;
    private final @Nullable CenterStep bootstrap;

    /**
     * @param environment what it serves with
     * @param owner what its database is migrated with; empty for a service without one
     * @param administrator what its accounts in Keycloak are made with; empty for a service without any
     */
    Service(
            FleetFolder folder,
            String name,
            FleetPorts ports,
            int heapMegabytes,
            Map<String, String> environment,
            Map<String, String> owner,
            Map<String, String> administrator) {
        super(name, folder.home(name));
        this.folder = folder;
        this.port = ports.of(name);
        this.managementPort = ports.managementOf(name);
        this.environment = Map.copyOf(environment);
        List<String> jvmOptions = List.of(
                "-Xms48m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC");
        this.image = new ServiceImage(folder, name, jvmOptions);
        this.migration = owner.isEmpty() ? null : CenterStep.migration(folder, name, image, owner);
        this.bootstrap = administrator.isEmpty() ? null : CenterStep.bootstrap(folder, name, image, administrator);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    protected List<Integer> ports() {
        return List.of(port, managementPort);
    }

    @Override
    public boolean isReady() {
        return Http.answers("http://127.0.0.1:" + managementPort + "/actuator/health/readiness");
    }

    @Override
    protected ProcessPlan prepare() {
        ProcessPlan plan = plan(image.command(), environment);
        try {
            Files.createDirectories(startedFrom().getParent());
            Files.writeString(startedFrom(), image.identity(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + startedFrom(), e);
        }
        return plan;
    }

    void requireBuilt() {
        image.requireBuilt();
    }

    /** Whether it runs, but from another jar than the one that is built now. */
    boolean isOutdated() {
        try {
            return running().isPresent()
                    && (!Files.exists(startedFrom())
                            || !Files.readString(startedFrom()).equals(image.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + startedFrom(), e);
        }
    }

    /** The step its database still needs before it may start; none when it has no database or has had the step. */
    Optional<CenterStep> pendingMigration() {
        return Optional.ofNullable(migration).filter(step -> !step.isThrough());
    }

    /** The step its accounts in Keycloak still need before it can work there. */
    Optional<CenterStep> pendingBootstrap() {
        return Optional.ofNullable(bootstrap).filter(step -> !step.isThrough());
    }

    /** Runs one of its commands to its end, before the eyes of whoever started the launcher; answers the exit code. */
    int run(String command) {
        ProcessBuilder builder = new ProcessBuilder(image.command(command)).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + name() + " " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while " + name() + " runs " + command, e);
        }
    }

    boolean isTrained() {
        return image.isTrained();
    }

    void train() {
        image.train(environment, folder);
    }

    private Path startedFrom() {
        return home().data().resolve("started-from");
    }
}
