package dev.meridian.platform.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Keycloak server on the loopback address that keeps its data in PostgreSQL. */
public final class KeycloakServer extends Server {

    /** Opened as its own start script does, for the frameworks inside. */
    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED");

    private final Distributions distributions;
    private final KeycloakAddress address;
    private final int managementPort;
    private final int heapMegabytes;
    private final Database database;

    /**
     * With its settings; nothing is started.
     *
     * @param home its files
     * @param address where it shall listen, and the service account it makes when its database is new
     * @param managementPort where it answers for its health
     * @param heapMegabytes largest Java heap
     * @param database where it keeps its data; it works as the owner
     */
    public KeycloakServer(
            Distributions distributions,
            ServerHome home,
            KeycloakAddress address,
            int managementPort,
            int heapMegabytes,
            Database database) {
        super("keycloak", home);
        this.distributions = distributions;
        this.address = address;
        this.managementPort = managementPort;
        this.heapMegabytes = heapMegabytes;
        this.database = database;
    }

    /** Where it listens. */
    public KeycloakAddress address() {
        return address;
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    protected List<Integer> ports() {
        return List.of(address.port(), managementPort);
    }

    @Override
    public boolean isReady() {
        return Http.answers("http://" + address.host() + ":" + managementPort + "/health/ready");
    }

    /** The first start also makes its tables. */
    @Override
    protected Duration startTimeout() {
        return Duration.ofMinutes(8);
    }

    @Override
    protected ProcessPlan prepare() {
        Path program = distributions.keycloak();
        List<String> command = new ArrayList<>(List.of(
                HostSystem.java().toString(),
                "-Xms64m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                // On few cores the second compiler takes more from a start than it ever gives back.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(OPENED);
        command.addAll(List.of(
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dkc.home.dir=" + program,
                "-Djboss.server.config.dir=" + program.resolve("conf"),
                "-cp",
                program.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized"));
        return plan(command, environment());
    }

    /** Secrets go by the environment, where other users do not see them. */
    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("KC_DB_URL", database.url()),
                Map.entry("KC_DB_USERNAME", database.owner()),
                Map.entry("KC_DB_PASSWORD", database.ownerPassword()),
                Map.entry("KC_DB_POOL_MAX_SIZE", "15"),
                Map.entry("KC_LOG_LEVEL", "info,io.smallrye.health:error"),
                Map.entry("KC_HTTP_ENABLED", "true"),
                Map.entry("KC_HTTP_HOST", address.host()),
                Map.entry("KC_HTTP_PORT", String.valueOf(address.port())),
                Map.entry("KC_HTTP_MANAGEMENT_PORT", String.valueOf(managementPort)),
                Map.entry("KC_HTTP_MANAGEMENT_HOST", address.host()),
                // Said at every start: building with it is not enough, and a cluster would open ports to the world.
                Map.entry("KC_CACHE", "local"),
                Map.entry("KC_HOSTNAME", address.url()),
                Map.entry("KC_BOOTSTRAP_ADMIN_CLIENT_ID", address.adminClientId()),
                Map.entry("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", address.adminClientSecret()));
    }
}
