package dev.meridian.local;

import dev.meridian.local.demo.DemoCommand;
import dev.meridian.local.events.EventsCommand;
import dev.meridian.local.fleet.FleetException;
import dev.meridian.local.prove.ProveCommand;
import dev.meridian.platform.servers.ServerException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code meridian}: the one-machine fleet and what people do with it. */
@Command(
        name = "meridian",
        description = "Runs the whole platform on this machine.",
        mixinStandardHelpOptions = true,
        version = "Meridian 0.1.0",
        sortOptions = false,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            EventsCommand.class,
            DemoCommand.class,
            RedriveCommand.class,
            RebuildCommand.class,
            ProveCommand.class,
            VerifyAuditCommand.class,
            ResetCommand.class
        })
public final class Launcher implements Runnable {

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The options every command knows. */
    public FleetOptions fleet() {
        return fleet;
    }

    /** Without a command: says which there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Launcher()).setExecutionExceptionHandler((exception, commandLine, parsed) -> {
            if (exception instanceof FleetException
                    || exception instanceof ServerException
                    || exception instanceof UncheckedIOException) {
                commandLine.getErr().println("meridian: " + exception.getMessage());
                for (Throwable other : exception.getSuppressed()) {
                    commandLine.getErr().println("meridian: " + other.getMessage());
                }
                return 1;
            }
            throw exception;
        });
    }
}
