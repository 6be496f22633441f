package dev.meridian.local.demo;

import dev.meridian.local.Launcher;
import dev.meridian.local.events.Checkpoint;
import dev.meridian.local.events.EventLoader;
import dev.meridian.local.events.GatewayClient;
import dev.meridian.local.events.ProgressBar;
import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Fills the fleet with a made-up group. */
@Command(
        name = "demo",
        description = {
            "Makes up three brands' customers with 18 months of orders, page views and logins, and loads them.",
            "May be interrupted; the same command goes on where it stopped, and a second run changes nothing."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--customers", paramLabel = "N", description = "How many people (default: ${DEFAULT-VALUE}).")
    private int customers = 20_000;

    @Option(names = "--seed", paramLabel = "N", description = "Another seed, other people (default: ${DEFAULT-VALUE}).")
    private long seed = 2026;

    @Option(names = "--parallel", paramLabel = "N", description = "Calls at a time (default: ${DEFAULT-VALUE}).")
    private int parallel = 8;

    @Override
    public Integer call() {
        if (customers < 1 || parallel < 1) {
            throw new FleetException("--customers and --parallel must be at least 1");
        }
        Fleet fleet = launcher.fleet().open();
        Path folder = fleet.folder().state().resolve("loads");
        DemoData data = new DemoData(seed, customers, end(folder));
        PrintWriter out = spec.commandLine().getOut();
        long accounts = 0;
        long events = 0;
        for (DemoBrand brand : DemoBrand.values()) {
            try (GatewayClient gateway = new GatewayClient(
                    fleet.gateway(), () -> fleet.token(brand.client()), Duration.ofMinutes(5), Clock.systemUTC())) {
                out.printf("%s: customers%n", brand.key());
                accounts += new ProfileLoader(
                                gateway,
                                Checkpoint.in(folder, data.key(brand) + "-profiles"),
                                parallel,
                                new ProgressBar(out, "customers"))
                        .load(identifications(data, brand));
                out.printf("%s: events%n", brand.key());
                Checkpoint.State state = new EventLoader(
                                gateway,
                                Checkpoint.in(folder, data.key(brand)),
                                folder.resolve(data.key(brand) + ".rejects.ndjson"),
                                Math.min(parallel, 4),
                                new ProgressBar(out, "events"))
                        .load(data.events(brand));
                events += state.accepted();
            }
        }
        DemoSummary.print(out, fleet.gateway(), data, accounts, events);
        return 0;
    }

    private static List<ObjectNode> identifications(DemoData data, DemoBrand brand) {
        return data.people()
                .filter(person -> person.accounts().containsKey(brand))
                .map(person -> DemoData.identification(
                        person, Objects.requireNonNull(person.accounts().get(brand))))
                .toList();
    }

    /** Now, for the first run of a data set; what the first run took, for later ones. */
    private Instant end(Path folder) {
        Path file = folder.resolve(String.format(Locale.ROOT, "demo-%d-%d.end", seed, customers));
        try {
            if (Files.exists(file)) {
                return Instant.parse(Files.readString(file).strip());
            }
            Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
            Path parent = Files.createDirectories(folder);
            Path written = Files.writeString(parent.resolve(file.getFileName()), now.toString());
            return Instant.parse(Files.readString(written));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the demo's end in " + folder, e);
        }
    }
}
