package dev.meridian.local;

import dev.meridian.local.fleet.ProcessStatus;
import dev.meridian.local.fleet.ProcessStatus.Health;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Shows every process: port, memory, health.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<ProcessStatus> fleet = launcher.fleet().open().status();
        out.printf("%-20s %8s %7s %10s  %s%n", "PROCESS", "PID", "PORT", "MEMORY", "HEALTH");
        for (ProcessStatus each : fleet) {
            boolean down = each.health() == Health.DOWN;
            out.printf(
                    "%-20s %8s %7d %10s  %s%n",
                    each.name(),
                    down ? "-" : String.valueOf(each.pid()),
                    each.port(),
                    down ? "-" : megabytes(each.residentBytes()),
                    word(each.health()));
        }
        long total = fleet.stream().mapToLong(ProcessStatus::residentBytes).sum();
        out.printf("%-20s %8s %7s %10s%n", "total", "", "", megabytes(total));
        boolean ready = fleet.stream().allMatch(each -> each.health() == Health.READY);
        return ready ? 0 : 3;
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String word(Health health) {
        return switch (health) {
            case READY -> "ready";
            case UNREADY -> "runs, not ready";
            case DOWN -> "down";
        };
    }
}
