package dev.meridian.local.fleet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Steps that run as soon as the steps they need are through. When one fails, those that need it are left out. */
final class Steps implements AutoCloseable {

    /** Ends a step that is not wanted any more; it is not told as a failure of its own. */
    static final class CalledOff extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CalledOff() {
            super("the start was called off");
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Void>> steps = new LinkedHashMap<>();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    /**
     * Adds a step; it may begin at once.
     *
     * @param name what others need it by
     * @param needs steps added before
     */
    void add(String name, List<String> needs, Runnable work) {
        CompletableFuture<?>[] before = needs.stream().map(this::step).toArray(CompletableFuture[]::new);
        CompletableFuture<Void> step = CompletableFuture.allOf(before).thenRunAsync(() -> run(work), threads);
        CompletableFuture<Void> previous = steps.put(name, step);
        if (previous != null) {
            throw new IllegalArgumentException("two steps are named " + name);
        }
    }

    /** Whether a step has failed. */
    boolean haveFailed() {
        return !failures.isEmpty();
    }

    /**
     * Waits until every step has ended.
     *
     * @throws RuntimeException what the first failed step threw; what others threw is attached to it
     */
    void await() {
        for (CompletableFuture<Void> step : steps.values()) {
            boolean ignored = step.handle((nothing, failure) -> true).join();
        }
        RuntimeException first = failures.poll();
        if (first != null) {
            failures.stream().filter(failure -> !(failure instanceof CalledOff)).forEach(first::addSuppressed);
            throw first;
        }
    }

    @Override
    public void close() {
        threads.close();
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failures.add(e);
            throw e;
        }
    }

    private CompletableFuture<Void> step(String name) {
        return Optional.ofNullable(steps.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no step is named " + name));
    }
}
