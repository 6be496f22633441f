package dev.meridian.local.fleet;

import java.io.PrintWriter;
import java.time.Duration;

/** Told what happens while a fleet starts or stops, one thing at a time. May be called from several threads. */
public interface Progress {

    /**
     * A step has been taken.
     *
     * @param what the process or thing
     * @param outcome what became of it, in a word or two
     * @param took how long it took
     */
    void done(String what, String outcome, Duration took);

    /**
     * Something a person may want to know while waiting.
     *
     * @param what the process or thing
     * @param news a short sentence
     */
    void note(String what, String news);

    /** Writes one line for each thing that happens. */
    static Progress printed(PrintWriter out) {
        return new PrintedProgress(out);
    }

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void done(String what, String outcome, Duration took) {}

            @Override
            public void note(String what, String news) {}
        };
    }
}
