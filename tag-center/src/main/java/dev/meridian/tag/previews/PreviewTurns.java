package dev.meridian.tag.previews;

import dev.meridian.platform.kernel.BrandScope;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may evaluate customers for a preview now: few at once, of each scope one at a time, and in the order in which the
 * scopes came. So however often one brand asks, another waits for one preview of each other brand at most.
 */
final class PreviewTurns {

    private final Semaphore places;
    private final Duration patience;
    /** Only of scopes that ask at this moment. */
    private final ConcurrentHashMap<BrandScope, Line> lines = new ConcurrentHashMap<>();

    PreviewTurns(int atOnce, Duration patience) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** Those of one scope who wait, or have their turn. */
    private static final class Line {
        final Semaphore head = new Semaphore(1, true);
        int length;
    }

    /** Takes the scope's next turn; false where it does not come soon. Whoever has had it gives it back. */
    boolean take(BrandScope scope) {
        long end = System.nanoTime() + patience.toNanos();
        Line line = join(scope);
        boolean isFirst = false;
        boolean isTaken = false;
        try {
            isFirst = line.head.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            isTaken = isFirst && places.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isTaken) {
            if (isFirst) {
                line.head.release();
            }
            leave(scope);
        }
        return isTaken;
    }

    /** Gives a turn back. */
    void giveBack(BrandScope scope) {
        places.release();
        lines.computeIfPresent(scope, (_, line) -> {
            line.head.release();
            return line;
        });
        leave(scope);
    }

    private Line join(BrandScope scope) {
        return lines.compute(scope, (_, there) -> {
            Line line = there == null ? new Line() : there;
            line.length++;
            return line;
        });
    }

    private void leave(BrandScope scope) {
        lines.computeIfPresent(scope, (_, line) -> --line.length == 0 ? null : line);
    }
}
