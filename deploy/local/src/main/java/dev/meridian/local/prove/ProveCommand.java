package dev.meridian.local.prove;

import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the long form of a seeded test, or says which there are. */
@Command(
        name = "prove",
        description = "Runs the long form of a seeded test; without a name, lists them.",
        mixinStandardHelpOptions = true)
public final class ProveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "What to prove.")
    private @Nullable String name;

    @Option(names = "--seeds", paramLabel = "COUNT", description = "Other than the usual number of seeds.")
    private @Nullable Integer seeds;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String wanted = name;
        if (wanted == null) {
            for (Proof proof : Proof.values()) {
                out.printf(Locale.ROOT, "%-10s %7d  %s%n", proof.label(), proof.seeds(), proof.says());
            }
            out.flush();
            return 0;
        }
        Proof proof = Proof.labelled(wanted)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "There is no proof named " + wanted + "; ./meridian prove lists them"));
        Integer chosen = seeds;
        if (chosen != null && chosen < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds must be 1 or more");
        }
        return run(proof, chosen == null ? proof.seeds() : chosen);
    }

    private static int run(Proof proof, int chosen) {
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("MERIDIAN_MAVEN", "mvn"));
        command.addAll(proof.arguments(chosen));
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("meridian.root", ".")).toFile())
                .inheritIO();
        String ignored = maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            return maven.start().waitFor();
        } catch (IOException e) {
            throw new FleetException("Maven could not be started: is mvn on the PATH?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }
}
