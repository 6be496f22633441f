package dev.meridian.bench;

import java.io.PrintStream;

/** Measures something of ours and its baseline in one run. */
interface Benchmark {

    /** Runs it and prints both measurements and, last, their ratio. */
    void run(BenchFleet fleet, PrintStream out);
}
