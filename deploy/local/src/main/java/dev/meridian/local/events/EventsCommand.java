package dev.meridian.local.events;

import dev.meridian.local.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What can be done with events. */
@Command(
        name = "events",
        description = "Loads events.",
        mixinStandardHelpOptions = true,
        subcommands = LoadCommand.class)
public final class EventsCommand implements Runnable {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Launcher launcher() {
        return launcher;
    }

    /** Without a command: says which there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
