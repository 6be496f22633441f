package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Archives;
import dev.meridian.platform.servers.ServerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a fleet keeps its things.
 *
 * @param root the checkout
 * @param state the fleet's own folder; {@code .meridian} of the checkout unless said otherwise
 */
public record FleetFolder(Path root, Path state) {

    /** Makes both paths absolute. */
    public FleetFolder {
        root = root.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
    }

    /** The fleet in the usual place. */
    public static FleetFolder of(Path root) {
        return new FleetFolder(root, root.resolve(".meridian"));
    }

    /** The variables a client of the fleet needs. */
    public Path demoEnvironment() {
        return state.resolve("demo.env");
    }

    /** What the named process says. */
    public Path log(String name) {
        return home(name).log();
    }

    /** Deletes what the fleet has stored. Programs and start-up caches stay: they belong to the checkout. */
    void delete() {
        try {
            for (String name : List.of("data", "logs", "run")) {
                Archives.delete(state.resolve(name));
            }
            for (Path file : List.of(secrets(), settings(), seed(), demoEnvironment())) {
                boolean ignored = Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete everything in " + state, e);
        }
    }

    ServerHome home(String name) {
        return ServerHome.in(state, name);
    }

    Path secrets() {
        return state.resolve("secrets.properties");
    }

    Path settings() {
        return state.resolve("fleet.properties");
    }

    Path lock() {
        return state.resolve("fleet.lock");
    }

    Path seed() {
        return state.resolve("seed.yaml");
    }

    /** Start-up caches; they depend on the built jars only, so all fleets of a checkout share them. */
    Path startupCaches() {
        return root.resolve(".meridian/aot");
    }
}
