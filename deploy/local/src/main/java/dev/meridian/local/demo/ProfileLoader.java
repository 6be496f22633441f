package dev.meridian.local.demo;

import dev.meridian.local.events.Checkpoint;
import dev.meridian.local.events.GatewayClient;
import dev.meridian.local.events.GatewayClient.Answer;
import dev.meridian.local.events.ProgressBar;
import dev.meridian.local.fleet.FleetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/** Identifies customers one by one, several at a time, and goes on where an earlier run stopped. */
final class ProfileLoader {

    private static final String PATH = "/api/customers/identify";
    private static final int BETWEEN_CHECKPOINTS = 50;

    private final GatewayClient gateway;
    private final Checkpoint checkpoint;
    private final int parallel;
    private final ProgressBar progress;

    ProfileLoader(GatewayClient gateway, Checkpoint checkpoint, int parallel, ProgressBar progress) {
        this.gateway = gateway;
        this.checkpoint = checkpoint;
        this.parallel = parallel;
        this.progress = progress;
    }

    /** @return how many there are in the platform now, those of earlier runs included */
    long load(List<ObjectNode> identifications) {
        long done = checkpoint.read().done();
        progress.begin(identifications.size(), done, 0);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Iterator<ObjectNode> rest = identifications.stream().skip(done).iterator();
            Deque<Future<Answer>> underWay = new ArrayDeque<>();
            while (rest.hasNext() || !underWay.isEmpty()) {
                if (rest.hasNext() && underWay.size() < parallel) {
                    ObjectNode body = rest.next();
                    underWay.add(callers.submit(() -> gateway.post(PATH, body)));
                } else {
                    check(underWay.remove());
                    done++;
                    if (done % BETWEEN_CHECKPOINTS == 0 || done == identifications.size()) {
                        checkpoint.write(new Checkpoint.State(done, done, 0, 0));
                    }
                    progress.reached(done, done, 0);
                }
            }
        } finally {
            progress.end();
        }
        return done;
    }

    private static void check(Future<Answer> future) {
        try {
            Answer answer = future.get();
            if (!answer.isSuccess()) {
                throw new FleetException("the platform refuses a customer of the demo: " + answer.status() + " "
                        + answer.body().path("code").asString(""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted; the same command goes on from here", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FleetException known) {
                throw known;
            }
            throw new IllegalStateException("A customer could not be identified", e.getCause());
        }
    }
}
