package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.Progress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "down", description = "Stops everything in order.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Fleet fleet = launcher.fleet().open();
        if (!fleet.isRunning()) {
            out.println("Meridian is not running.");
            return 0;
        }
        fleet.down(Progress.printed(out));
        out.println("Meridian is down.");
        return 0;
    }
}
