package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "verify-audit",
        description =
                "Checks the records of administrative acts of all centers, and names the first of each chain that is"
                        + " not as it was written.",
        mixinStandardHelpOptions = true)
final class VerifyAuditCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Fleet fleet = launcher.fleet().open();
        int worst = 0;
        for (String center : fleet.centers()) {
            spec.commandLine().getOut().println(center);
            // The center's own lines come from another process.
            spec.commandLine().getOut().flush();
            worst = Math.max(worst, fleet.run(center, "verify-audit"));
        }
        return worst;
    }
}
