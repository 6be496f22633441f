package dev.meridian.local.fleet;

import dev.meridian.platform.servers.ChildProcess;
import dev.meridian.platform.servers.KafkaAddress;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * The platform on this machine: five servers and five services. It holds no process itself; what runs is read from the
 * fleet's folder, so that one launcher may start it and another stop it.
 */
public final class Fleet {

    private static final Duration PATIENCE_WITH_LAUNCHERS = Duration.ofMinutes(10);
    static final Duration PATIENCE_WITH_SERVICES = Duration.ofSeconds(25);
    private static final Duration PATIENCE_WITH_SERVERS = Duration.ofSeconds(20);

    private final FleetFolder folder;
    private final FleetPorts ports;
    private final Secrets secrets;
    private final Environments environments;
    private final Machines machines;
    private final boolean prepared;
    private volatile boolean stopping;
    private volatile boolean starting;

    private Fleet(FleetFolder folder, FleetPorts ports, Map<String, String> own) {
        this.folder = folder;
        this.ports = ports;
        this.secrets = new Secrets(folder.secrets(), new SecureRandom());
        this.environments = new Environments(ports, secrets, folder, own);
        this.machines = Machines.of(folder, ports, secrets, environments);
        this.prepared = !own.getOrDefault("MERIDIAN_AOT", "on").equals("off");
    }

    /**
     * The fleet of a folder, whether it runs or not.
     *
     * @param wishes ports to use; without a wish those of last time
     * @param own the launcher's environment: {@code MERIDIAN_AOT=off} starts services without start-up caches,
     *     {@code MERIDIAN_OTLP_ENDPOINT} says where they send telemetry
     * @throws FleetException when the fleet runs on other ports than wished for
     */
    public static Fleet open(FleetFolder folder, PortWishes wishes, Map<String, String> own) {
        Optional<FleetPorts> before = FleetPorts.load(PrivateFile.read(folder.settings()));
        FleetPorts ports = wishes.given(before);
        if (before.isPresent() && !before.get().equals(ports)) {
            Fleet running = new Fleet(folder, before.get(), own);
            if (running.machines.all().stream().anyMatch(each -> each.running().isPresent())) {
                throw new FleetException(
                        "the fleet in " + folder.state() + " runs on other ports: ./meridian down ends it");
            }
        }
        return new Fleet(folder, ports, own);
    }

    /** Its folders. */
    public FleetFolder folder() {
        return folder;
    }

    /** Base address of the gateway. */
    public String gateway() {
        return environments.url("gateway");
    }

    /** Base address of the named server or service that speaks HTTP. */
    public String url(String name) {
        return environments.url(name);
    }

    /** Where its PostgreSQL listens and how the superuser signs in, for looking at what was stored. */
    public PostgresAddress postgres() {
        return machines.postgres().address();
    }

    /** Where its Kafka listens, for looking at what was told. */
    public KafkaAddress kafka() {
        return machines.kafka().address();
    }

    /** Where tokens are had. */
    public String tokenUrl() {
        return tokens().url();
    }

    /** A bearer token of a demo client. */
    public String token(DemoClient client) {
        return tokens().fetch(client.clientId(), secret(client));
    }

    /**
     * Starts what does not run and waits until everything is ready, the realms and their clients included. When that
     * fails, what this call has started is stopped again, and what ran before runs on.
     *
     * @return the processes that were started; none when the whole fleet ran
     */
    public List<String> up(Progress progress) {
        try (FleetLock lock = FleetLock.take(folder.lock(), PATIENCE_WITH_LAUNCHERS, progress)) {
            stopping = false;
            starting = true;
            machines.services().forEach(Service::requireBuilt);
            writeFiles();
            machines.all().forEach(Server::requirePortsFree);
            FleetStart start = new FleetStart(machines, environments, progress, prepared, () -> stopping);
            try {
                start.run();
                new Realms(this::token, named("identity-center"), () -> stopping).awaitReady(progress);
            } catch (RuntimeException e) {
                if (!stopping) {
                    stop(start.started(), progress);
                }
                throw e;
            }
            return start.started().stream().map(Server::name).toList();
        } finally {
            starting = false;
        }
    }

    /** Ends everything in order: the gateway, the centers, then the servers. */
    public void down(Progress progress) {
        stopping = true;
        if (starting) {
            // The start is our own and notices; what it has started by then is stopped below.
            stop(machines.all(), progress);
            long deadline = System.nanoTime() + Realms.PATIENCE.toNanos();
            while (starting && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            stop(machines.all(), progress);
            return;
        }
        try (FleetLock lock = FleetLock.take(folder.lock(), PATIENCE_WITH_LAUNCHERS, progress)) {
            stop(machines.all(), progress);
        }
    }

    /** Whether any of its processes runs. */
    public boolean isRunning() {
        return machines.all().stream().anyMatch(server -> server.running().isPresent());
    }

    /** Whether this launcher is ending it. */
    public boolean isStopping() {
        return stopping;
    }

    /** Every process, in the order in which they are started. */
    public List<ProcessStatus> status() {
        return machines.all().parallelStream().map(Fleet::status).toList();
    }

    /** Starts one process unless it runs, and waits until it is ready. */
    public void start(String name) {
        ChildProcess ignored = named(name).startAndWait();
    }

    /** Ends one process in order. */
    public void stop(String name) {
        named(name).stop(PATIENCE_WITH_SERVICES);
    }

    /** Ends one process at once with SIGKILL, as a crash would. */
    public void kill(String name) {
        named(name).kill();
    }

    /** The services that have a database, in the order in which they are started. */
    public List<String> centers() {
        return machines.services().stream()
                .map(Service::name)
                .filter(name -> !environments.migrationOf(name).isEmpty())
                .toList();
    }

    /** Runs a command of a service, such as {@code verify-audit}; answers its exit code. */
    public int run(String service, String command) {
        return machines.services().stream()
                .filter(each -> each.name().equals(service))
                .findFirst()
                .orElseThrow(() -> new FleetException("there is no service named " + service))
                .run(command);
    }

    /** The variables of demo.env. */
    public Map<String, String> demoEnvironment() {
        return DemoEnvironment.of(gateway(), tokenUrl(), this::secret);
    }

    /** Deletes everything the fleet has stored, its secrets and its data; it must be down. */
    public void forget() {
        if (isRunning()) {
            throw new FleetException("the fleet runs: ./meridian down ends it");
        }
        try (FleetLock lock = FleetLock.take(folder.lock(), PATIENCE_WITH_LAUNCHERS, Progress.silent())) {
            folder.delete();
        }
    }

    private void writeFiles() {
        // Before anything uses them: a start that is cut off leaves secrets that its data was made with.
        secrets.store();
        Properties settings = new Properties();
        ports.store(settings);
        PrivateFile.write(folder.settings(), settings);
        PrivateFile.write(folder.demoEnvironment(), DemoEnvironment.text(demoEnvironment()));
        try (InputStream seed = Fleet.class.getResourceAsStream("seed.yaml")) {
            if (seed == null) {
                throw new IllegalStateException("seed.yaml is missing from the class path");
            }
            Path ignored = Files.writeString(
                    folder.seed(), new String(seed.readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.seed(), e);
        }
    }

    private void stop(List<? extends Server> servers, Progress progress) {
        for (Service service : machines.services()) {
            ChildProcess.find(
                            service.name(),
                            folder.home(ServiceImage.trainingName(service.name()))
                                    .pidFile(),
                            service.home().log())
                    .ifPresent(ChildProcess::kill);
        }
        for (List<Server> together : machines.inStopOrder()) {
            try (Steps steps = new Steps()) {
                together.stream()
                        .filter(servers::contains)
                        .filter(server -> server.running().isPresent())
                        .forEach(server -> steps.add(server.name(), List.of(), () -> stop(server, progress)));
                steps.await();
            }
        }
    }

    private static void stop(Server server, Progress progress) {
        long begun = System.nanoTime();
        server.stop(server instanceof Service ? PATIENCE_WITH_SERVICES : PATIENCE_WITH_SERVERS);
        progress.done(server.name(), "stopped", Duration.ofNanos(System.nanoTime() - begun));
    }

    private static ProcessStatus status(Server server) {
        return server.running()
                .map(process -> new ProcessStatus(
                        server.name(),
                        server.isReady() ? ProcessStatus.Health.READY : ProcessStatus.Health.UNREADY,
                        process.pid(),
                        server.port(),
                        process.residentBytes()))
                .orElseGet(() -> new ProcessStatus(server.name(), ProcessStatus.Health.DOWN, 0, server.port(), 0));
    }

    private Server named(String name) {
        return machines.all().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FleetException("there is no process named " + name + ", but "
                        + machines.all().stream().map(Server::name).toList()));
    }

    private String secret(DemoClient client) {
        return secrets.password("client." + client.label());
    }

    private Tokens tokens() {
        return new Tokens(environments.keycloak());
    }
}
