package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.Progress;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.NoSuchElementException;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        description = "Deletes the data and secrets of the fleet, after asking.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--yes", description = "Does not ask.")
    private boolean sure;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Fleet fleet = launcher.fleet().open();
        if (!sure && !agreed(out, fleet)) {
            out.println("Nothing was deleted.");
            return 1;
        }
        if (fleet.isRunning()) {
            fleet.down(Progress.printed(out));
        }
        fleet.forget();
        out.println("Everything was deleted. The next up begins anew.");
        return 0;
    }

    private static boolean agreed(PrintWriter out, Fleet fleet) {
        out.print("Delete every customer, point, segment, account and secret in "
                + fleet.folder().state() + "? Type yes: ");
        out.flush();
        try {
            return new Scanner(System.in, Charset.defaultCharset())
                    .nextLine()
                    .strip()
                    .equals("yes");
        } catch (NoSuchElementException e) {
            out.println();
            return false;
        }
    }
}
