package dev.meridian.local.events;

import dev.meridian.local.fleet.DemoClient;
import dev.meridian.local.fleet.Fleet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        description = {
            "Loads a file of events through the gateway.",
            "NDJSON: one event a line. CSV (.csv): the columns id, type, occurredAt, channel, one for each identifier"
                    + " type (phone, email, wechat_openid, ...) and properties.NAME (properties.NAME:text keeps digits"
                    + " a text).",
            "May be interrupted at any time; the same command goes on where it stopped."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {

    @ParentCommand
    private EventsCommand events = new EventsCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(names = "--client", paramLabel = "NAME", description = "Whose events: ${DEFAULT-VALUE} unless said.")
    private String client = "aurora";

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where events go that are not taken (default: FILE.rejects.ndjson).")
    private @Nullable Path rejects;

    @Option(names = "--parallel", paramLabel = "N", description = "Batches at a time (default: ${DEFAULT-VALUE}).")
    private int parallel = 4;

    @Option(names = "--patience", paramLabel = "SECONDS", description = "How long to wait for a gateway that is down.")
    private long patience = 300;

    @Option(names = "--restart", description = "Begin with the first line again.")
    private boolean restart;

    @Override
    public Integer call() {
        Fleet fleet = events.launcher().fleet().open();
        DemoClient sender = DemoClient.named(client);
        EventFile source = EventFile.open(file);
        Checkpoint checkpoint =
                Checkpoint.in(fleet.folder().state().resolve("loads"), source.key() + "-" + sender.label());
        if (restart) {
            checkpoint.forget();
        }
        PrintWriter out = spec.commandLine().getOut();
        Checkpoint.State before = checkpoint.read();
        if (before.done() > 0) {
            out.printf(Locale.ROOT, "Going on after %,d events.%n", before.done());
        }
        Path rejectFile = rejects == null ? file.resolveSibling(file.getFileName() + ".rejects.ndjson") : rejects;
        try (GatewayClient gateway = new GatewayClient(
                fleet.gateway(), () -> fleet.token(sender), Duration.ofSeconds(patience), Clock.systemUTC())) {
            EventLoader loader = new EventLoader(
                    gateway, checkpoint, rejectFile, Math.max(1, parallel), new ProgressBar(out, "events"));
            Checkpoint.State done = loader.load(source);
            out.printf(Locale.ROOT, "%,d events taken, %,d rejected.%n", done.accepted(), done.rejected());
            if (done.rejected() > 0) {
                out.println("What was rejected, line by line: " + rejectFile);
            }
        }
        return 0;
    }
}
