package dev.meridian.local.events;

import dev.meridian.local.events.GatewayClient.Answer;
import dev.meridian.local.fleet.FleetException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Sends the events of a source in batches, several at a time, and keeps account of them in the source's order: a
 * checkpoint after each batch before which nothing is left undone.
 */
public final class EventLoader {

    /** The most events the platform takes at once. */
    public static final int BATCH = 500;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/api/events";
    private static final Set<Integer> ABOUT_THE_CONTENT = Set.of(400, 413, 422);

    private final GatewayClient gateway;
    private final Checkpoint checkpoint;
    private final Path rejects;
    private final int parallel;
    private final ProgressBar progress;

    /**
     * @param rejects file for what is not taken; made anew unless the load goes on from a checkpoint
     * @param parallel how many batches may be under way at once
     */
    public EventLoader(GatewayClient gateway, Checkpoint checkpoint, Path rejects, int parallel, ProgressBar progress) {
        this.gateway = gateway;
        this.checkpoint = checkpoint;
        this.rejects = rejects;
        this.parallel = parallel;
        this.progress = progress;
    }

    /** A batch that has been answered, with the problem of each line that was not taken. */
    private record Settled(List<EventLine> lines, Map<Integer, JsonNode> problems) {}

    /**
     * Loads what has not been loaded.
     *
     * @return what has been dealt with altogether, earlier runs included
     * @throws FleetException when the platform takes nothing more for a longer while, or refuses the client
     */
    public Checkpoint.State load(EventSource source) {
        Checkpoint.State state = checkpoint.read();
        progress.begin(source.totalLines(), state.accepted(), state.rejected());
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
                RejectFile rejectFile = RejectFile.open(rejects, state.rejectBytes());
                Stream<EventLine> lines = source.lines()) {
            Iterator<EventLine> rest = lines.skip(state.done()).iterator();
            Deque<Future<Settled>> underWay = new ArrayDeque<>();
            try {
                while (rest.hasNext() || !underWay.isEmpty()) {
                    if (rest.hasNext() && underWay.size() < parallel) {
                        List<EventLine> batch = take(rest);
                        underWay.add(senders.submit(() -> send(batch)));
                    } else {
                        state = account(state, result(underWay.remove()), rejectFile);
                    }
                }
            } finally {
                underWay.forEach(future -> {
                    boolean ignored = future.cancel(true);
                });
            }
        } finally {
            progress.end();
        }
        return state;
    }

    private static List<EventLine> take(Iterator<EventLine> rest) {
        List<EventLine> batch = new ArrayList<>(BATCH);
        while (rest.hasNext() && batch.size() < BATCH) {
            batch.add(rest.next());
        }
        return batch;
    }

    private Settled send(List<EventLine> lines) {
        Map<Integer, JsonNode> problems = new TreeMap<>();
        List<Integer> readable = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String fault = lines.get(i).fault();
            if (fault == null) {
                readable.add(i);
            } else {
                problems.put(i, unreadable(fault));
            }
        }
        if (!readable.isEmpty()) {
            send(lines, readable, problems);
        }
        return new Settled(lines, problems);
    }

    /** Sends some lines of a batch; halves them where the gateway objects to the whole, until the culprit is alone. */
    private void send(List<EventLine> lines, List<Integer> indices, Map<Integer, JsonNode> problems) {
        ArrayNode events = JSON.createArrayNode();
        indices.forEach(index -> events.add(lines.get(index).event()));
        Answer answer = gateway.post(PATH, events);
        if (answer.isSuccess()) {
            for (JsonNode reject : answer.body().path("rejected").values()) {
                problems.put(indices.get(reject.path("index").asInt()), reject.path("problem"));
            }
        } else if (!ABOUT_THE_CONTENT.contains(answer.status())) {
            throw new FleetException("the gateway refuses the load: " + answer.status() + " "
                    + answer.body().path("code").asString("") + " "
                    + answer.body().path("detail").asString(""));
        } else if (indices.size() == 1) {
            problems.put(indices.getFirst(), answer.body());
        } else {
            int half = indices.size() / 2;
            send(lines, indices.subList(0, half), problems);
            send(lines, indices.subList(half, indices.size()), problems);
        }
    }

    private Checkpoint.State account(Checkpoint.State before, Settled batch, RejectFile rejectFile) {
        batch.problems()
                .forEach((index, problem) -> rejectFile.add(batch.lines().get(index), problem));
        int rejected = batch.problems().size();
        Checkpoint.State after = new Checkpoint.State(
                before.done() + batch.lines().size(),
                before.accepted() + batch.lines().size() - rejected,
                before.rejected() + rejected,
                rejectFile.length());
        checkpoint.write(after);
        progress.reached(batch.lines().getLast().line(), after.accepted(), after.rejected());
        return after;
    }

    private static Settled result(Future<Settled> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted; the same command goes on from here", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FleetException known) {
                throw known;
            }
            throw new IllegalStateException("A batch could not be sent", e.getCause());
        }
    }

    private static JsonNode unreadable(String fault) {
        return JSON.createObjectNode()
                .put("type", "https://meridian.dev/problems/unreadable_line")
                .put("title", "The line holds no event")
                .put("code", "unreadable_line")
                .put("detail", fault);
    }
}
