package dev.meridian.local.fleet;

import dev.meridian.platform.servers.ChildProcess;
import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** One start of a fleet: whatever does not run is started, as soon as what it needs is there. */
final class FleetStart {

    private static final String DATABASES = "databases";

    /** Long, for a machine that is busy with much else; a process that ends is noticed at once. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Machines machines;
    private final Environments environments;
    private final Progress progress;
    private final boolean prepared;
    private final BooleanSupplier stopping;
    private final Steps steps = new Steps();
    private final List<Server> started = Collections.synchronizedList(new ArrayList<>());

    /** A preparation keeps about two cores busy; more at once would only slow each other down. */
    private final Semaphore preparations =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    /**
     * A start that has not begun.
     *
     * @param prepared whether services get a start-up cache first
     * @param stopping whether the start has been called off
     */
    FleetStart(
            Machines machines,
            Environments environments,
            Progress progress,
            boolean prepared,
            BooleanSupplier stopping) {
        this.machines = machines;
        this.environments = environments;
        this.progress = progress;
        this.prepared = prepared;
        this.stopping = stopping;
    }

    /** Runs until everything is ready, or something has failed and the rest was called off. */
    void run() {
        try (steps) {
            add(machines.postgres(), List.of());
            steps.add(DATABASES, List.of(machines.postgres().name()), this::createDatabases);
            add(machines.kafka(), List.of());
            add(machines.redis(), List.of());
            add(machines.elasticsearch(), List.of());
            steps.add("keycloak-build", List.of(), this::buildKeycloak);
            add(machines.keycloak(), List.of("keycloak-build", DATABASES));
            for (Service service : machines.services()) {
                steps.add(
                        service.name() + "-bootstrap",
                        List.of(machines.keycloak().name()),
                        () -> bootstrap(service));
                String migration = service.name() + "-migration";
                steps.add(migration, List.of(DATABASES), () -> migrate(service));
                String preparation = ServiceImage.trainingName(service.name());
                List<String> stores = List.of(migration, machines.kafka().name());
                steps.add(preparation, stores, () -> prepare(service));
                add(service, List.of(preparation));
            }
            steps.await();
        }
    }

    /** What this start has started, whether or not it became ready. */
    List<Server> started() {
        synchronized (started) {
            return List.copyOf(started);
        }
    }

    private void add(Server server, List<String> needs) {
        steps.add(server.name(), needs, () -> start(server));
    }

    private void start(Server server) {
        requireWanted();
        long begun = System.nanoTime();
        boolean ran = server.running().isPresent();
        ChildProcess process = server.start();
        if (!ran) {
            started.add(server);
            if (isCalledOff()) {
                server.kill();
            }
            requireWanted();
        }
        process.awaitReady(() -> isCalledOff() || server.isReady(), PATIENCE);
        requireWanted();
        progress.done(server.name(), ran ? "was running" : "ready", since(begun));
    }

    private void createDatabases() {
        requireWanted();
        long begun = System.nanoTime();
        List<String> names = new ArrayList<>(Machines.CENTER_DATABASES);
        names.add("keycloak");
        for (String name : names) {
            Database wanted = environments.database(name);
            Database ignored =
                    machines.postgres().address().createDatabase(name, wanted.ownerPassword(), wanted.password());
        }
        progress.done(DATABASES, "ready", since(begun));
    }

    private void buildKeycloak() {
        requireWanted();
        if (!machines.distributions().isKeycloakBuilt()) {
            progress.note("keycloak", "is built once for this machine, which takes about half a minute");
        }
        Path ignored = machines.distributions().keycloak();
    }

    /** Brings its database to the release that is built now; what runs from an older build does not see that happen. */
    void migrate(Service service) {
        requireWanted();
        if (service.isOutdated()) {
            progress.note(service.name(), "runs from an older build and is started anew");
            service.stop(Fleet.PATIENCE_WITH_SERVICES);
        }
        service.pendingMigration().ifPresent(step -> {
            long begun = System.nanoTime();
            step.run();
            progress.done(service.name(), "migrated", since(begun));
        });
    }

    private void bootstrap(Service service) {
        requireWanted();
        service.pendingBootstrap().ifPresent(step -> {
            long begun = System.nanoTime();
            step.run();
            progress.done("realms", "made", since(begun));
        });
    }

    private void prepare(Service service) {
        if (!prepared || service.running().isPresent() || service.isTrained()) {
            return;
        }
        preparations.acquireUninterruptibly();
        try {
            requireWanted();
            long begun = System.nanoTime();
            progress.note(service.name(), "is prepared for fast starts, once per build");
            service.train();
            progress.done(service.name(), "prepared", since(begun));
        } catch (FleetException e) {
            requireWanted();
            // It only starts slower without; when something is really wrong with it, its own start will tell.
            progress.note(service.name(), "starts without a start-up cache: " + e.getMessage());
        } finally {
            preparations.release();
        }
    }

    private void requireWanted() {
        if (isCalledOff()) {
            throw new Steps.CalledOff();
        }
    }

    private boolean isCalledOff() {
        return stopping.getAsBoolean() || steps.haveFailed();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
