package dev.meridian.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "verify-audit",
        description = "Checks the record of administrative acts and names the first that is not as it was written.",
        mixinStandardHelpOptions = true)
final class VerifyAuditCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Override
    public Integer call() {
        return launcher.fleet().open().run("identity-center", "verify-audit");
    }
}
