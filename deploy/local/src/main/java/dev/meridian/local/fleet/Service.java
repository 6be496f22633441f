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
    private final Map<String, String> environment;
    private final ServiceImage image;
    private final @Nullable MigrationRun migration;

    /**
     * @param environment what it serves with
     * @param owner what its database is migrated with; empty for a service without one
     */
    Service(
            FleetFolder folder,
            String name,
            int port,
            int heapMegabytes,
            Map<String, String> environment,
            Map<String, String> owner) {
        super(name, folder.home(name));
        this.folder = folder;
        this.port = port;
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
        this.migration = owner.isEmpty() ? null : new MigrationRun(folder, name, image, owner);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isReady() {
        return Http.answers("http://127.0.0.1:" + port + "/actuator/health/readiness");
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
    Optional<MigrationRun> pendingMigration() {
        return Optional.ofNullable(migration).filter(step -> !step.isThrough());
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
