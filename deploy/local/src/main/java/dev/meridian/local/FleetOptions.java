package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetException;
import dev.meridian.local.fleet.FleetFolder;
import dev.meridian.local.fleet.PortWishes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which fleet is meant: every command takes these options. */
public final class FleetOptions {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of the fleet's data, logs and secrets (or MERIDIAN_STATE; default .meridian).")
    private @Nullable Path state;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            scope = ScopeType.INHERIT,
            description = "Port of the gateway; the others follow above it (or MERIDIAN_PORT_BASE; default 8080).")
    private @Nullable Integer portBase;

    @Option(
            names = "--port",
            paramLabel = "NAME=PORT",
            scope = ScopeType.INHERIT,
            description = "Another port for one process, such as postgres=5433. May be repeated.")
    private Map<String, Integer> ports = new LinkedHashMap<>();

    private final Map<String, String> environment;

    /** With the environment of this process. */
    public FleetOptions() {
        this(System.getenv());
    }

    FleetOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The fleet that is meant. */
    public Fleet open() {
        return Fleet.open(folder(), wishes(), environment);
    }

    FleetFolder folder() {
        String root = System.getProperty("meridian.root");
        if (root == null) {
            throw new FleetException("the system property meridian.root does not say where the checkout is");
        }
        return Optional.ofNullable(state)
                .or(() -> Optional.ofNullable(environment.get("MERIDIAN_STATE"))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of))
                .map(folder -> new FleetFolder(Path.of(root), folder))
                .orElseGet(() -> FleetFolder.of(Path.of(root)));
    }

    PortWishes wishes() {
        return new PortWishes(Optional.ofNullable(portBase).or(this::portBaseFromEnvironment), Map.copyOf(ports));
    }

    /** How a person calls the start script again for this very fleet. */
    String script() {
        FleetFolder folder = folder();
        String script = folder.root().resolve("meridian").toString();
        return folder.equals(FleetFolder.of(folder.root())) ? script : script + " --state " + folder.state();
    }

    private Optional<Integer> portBaseFromEnvironment() {
        return Optional.ofNullable(environment.get("MERIDIAN_PORT_BASE"))
                .filter(base -> !base.isBlank())
                .map(base -> {
                    try {
                        return Integer.valueOf(base);
                    } catch (NumberFormatException e) {
                        throw new FleetException("MERIDIAN_PORT_BASE is no number: " + base, e);
                    }
                });
    }
}
