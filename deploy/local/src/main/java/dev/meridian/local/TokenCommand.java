package dev.meridian.local;

import dev.meridian.local.fleet.DemoClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "token", description = "Prints a bearer token of a demo client.", mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "aurora, boreal, cascade, marketer, operator or approver.")
    private String name = "";

    @Override
    public Integer call() {
        String token = launcher.fleet().open().token(DemoClient.named(name));
        spec.commandLine().getOut().println(token);
        return 0;
    }
}
