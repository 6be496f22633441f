package dev.meridian.local.events;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how a load goes: share, count, rate and time left. On a terminal one line that changes; elsewhere, such as in a
 * log, a new line every few seconds.
 */
public final class ProgressBar {

    private static final int WIDTH = 30;
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final String unit;
    private final boolean terminal;
    private final LongSupplier nanos;
    private long total;
    private long line;
    private long accepted;
    private long rejected;
    private long firstLine = -1;
    private long countAtStart;
    private long begun;
    private long nextShow;

    /** @param unit what is counted, such as {@code events} */
    public ProgressBar(PrintWriter out, String unit) {
        this(out, unit, System.console() != null && System.console().isTerminal(), System::nanoTime);
    }

    ProgressBar(PrintWriter out, String unit, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.unit = unit;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** Starts to count the time; what earlier runs did does not enter the rate. */
    public synchronized void begin(long totalLines, long acceptedBefore, long rejectedBefore) {
        total = totalLines;
        accepted = acceptedBefore;
        rejected = rejectedBefore;
        countAtStart = acceptedBefore + rejectedBefore;
        begun = nanos.getAsLong();
        nextShow = begun;
    }

    /** Everything up to the line has been dealt with. */
    public synchronized void reached(long atLine, long acceptedByNow, long rejectedByNow) {
        if (firstLine < 0) {
            firstLine = Math.max(0, atLine - (acceptedByNow + rejectedByNow - countAtStart));
        }
        line = atLine;
        accepted = acceptedByNow;
        rejected = rejectedByNow;
        long now = nanos.getAsLong();
        if (now - nextShow >= 0) {
            nextShow = now + (terminal ? ON_TERMINAL : ELSEWHERE).toNanos();
            show();
        }
    }

    /** Shows the last state and leaves the line. */
    public synchronized void end() {
        show();
        if (terminal) {
            out.println();
        }
        out.flush();
    }

    private void show() {
        double share = total == 0 ? 1 : Math.min(1, (double) line / total);
        double seconds = Math.max(1e-3, (nanos.getAsLong() - begun) / 1e9);
        double rate = (accepted + rejected - countAtStart) / seconds;
        double lineRate = firstLine < 0 ? 0 : (line - firstLine) / seconds;
        String left = lineRate <= 0 ? "?" : clock((long) Math.ceil((total - line) / lineRate));
        int filled = (int) (share * WIDTH);
        String text = String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %,d %s  %,.0f/s  %s left  %,d rejected",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                (int) (share * 100),
                accepted,
                unit,
                rate,
                left,
                rejected);
        out.print(terminal ? "\r  " + text + "  " : "  " + text + System.lineSeparator());
        out.flush();
    }

    private static String clock(long seconds) {
        long positive = Math.max(0, seconds);
        return String.format(Locale.ROOT, "%d:%02d", positive / 60, positive % 60);
    }
}
