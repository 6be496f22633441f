package dev.meridian.platform.web.requests;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory the bodies of all requests may take together. Threads are cheap and not limited, so without this some
 * fifty large requests at once would fill the heap, though none of them is too large. Room is taken as bytes arrive: who
 * sends slowly takes little.
 */
final class BodyBudget {

    private static final int STEP = 8 * 1024;
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final Semaphore steps;

    BodyBudget(long bytes) {
        this.steps = new Semaphore(Math.toIntExact(bytes / STEP), true);
    }

    /** The share of one request, which is given back when the request is over. */
    Share share() {
        return new Share();
    }

    /** What one request has taken. */
    final class Share implements AutoCloseable {

        private int taken;

        private Share() {}

        /**
         * Makes sure that there is room for as many bytes of this request, waiting a moment for others to finish.
         *
         * @throws ProblemException {@code capability_unavailable} (503) when there is none
         */
        void cover(long bytes) {
            int missing = Math.toIntExact((bytes + STEP - 1) / STEP) - taken;
            if (missing <= 0) {
                return;
            }
            try {
                if (steps.tryAcquire(missing, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    taken += missing;
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ProblemException(Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE));
        }

        @Override
        public void close() {
            steps.release(taken);
            taken = 0;
        }
    }
}
