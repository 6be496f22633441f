package dev.meridian.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts a fleet of its own, runs the benchmarks named on the command line (all without a name), and stops it. */
public final class Bench {

    private Bench() {}

    /** Takes the names of benchmarks: {@code ingest}, {@code lookup}. */
    public static void main(String[] names) {
        PrintStream out = System.out;
        Map<String, Benchmark> known = new LinkedHashMap<>();
        known.put("ingest", new IngestBenchmark());
        known.put("lookup", new LookupBenchmark());
        List<String> wanted = names.length == 0 ? List.copyOf(known.keySet()) : List.of(names);
        if (!known.keySet().containsAll(wanted)) {
            out.println("There are these benchmarks: " + known.keySet());
            System.exit(2);
        }
        try (BenchFleet fleet = BenchFleet.start(Path.of(System.getProperty("meridian.root", ".")))) {
            for (Benchmark benchmark : known.entrySet().stream()
                    .filter(entry -> wanted.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .toList()) {
                out.println();
                benchmark.run(fleet, out);
            }
        }
    }
}
