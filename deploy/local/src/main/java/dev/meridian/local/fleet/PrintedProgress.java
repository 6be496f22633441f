package dev.meridian.local.fleet;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line for each thing that happens. */
final class PrintedProgress implements Progress {

    private final PrintWriter out;

    PrintedProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void done(String what, String outcome, Duration took) {
        out.printf(Locale.ROOT, "  %-20s %-12s %6.1f s%n", what, outcome, took.toMillis() / 1000.0);
        out.flush();
    }

    @Override
    public synchronized void note(String what, String news) {
        out.printf(Locale.ROOT, "  %-20s %s%n", what, news);
        out.flush();
    }
}
