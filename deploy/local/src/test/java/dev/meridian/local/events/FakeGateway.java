package dev.meridian.local.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers as the gateway does: keeps events by id, rejects those without a type, and can be made to fail. */
final class FakeGateway implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** An answer given instead of taking anything. */
    record Failure(int status, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, JsonNode> events = new LinkedHashMap<>();
    private final List<Integer> batches = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private int received;
    private int largestTaken = Integer.MAX_VALUE;
    private int takesSoMany = Integer.MAX_VALUE;

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/events", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers the next requests so. */
    synchronized void fail(int times, int status, Map<String, String> headers) {
        for (int i = 0; i < times; i++) {
            failures.add(new Failure(status, headers));
        }
    }

    /** Finds larger batches too large. */
    synchronized void largest(int size) {
        largestTaken = size;
    }

    /** After so many batches, refuses everything with 403. */
    synchronized void refuseAfter(int taken) {
        takesSoMany = taken;
    }

    synchronized List<String> ids() {
        return List.copyOf(events.keySet());
    }

    synchronized JsonNode event(String id) {
        return events.get(id);
    }

    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** How many events came in, repeated ones included. */
    synchronized int received() {
        return received;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            answer(exchange, body);
        }
    }

    private synchronized void answer(HttpExchange exchange, JsonNode body) throws IOException {
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Failure failure = failures.poll();
        if (failure != null) {
            failure.headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, failure.status(), JSON.createObjectNode().put("code", "made_to_fail"));
        } else if (batches.size() >= takesSoMany) {
            send(exchange, 403, JSON.createObjectNode().put("code", "forbidden"));
        } else if (body.size() > largestTaken) {
            send(exchange, 413, JSON.createObjectNode().put("code", "payload_too_large"));
        } else {
            send(exchange, 202, take(body));
        }
    }

    private ObjectNode take(JsonNode body) {
        batches.add(body.size());
        ArrayNode rejected = JSON.createArrayNode();
        for (int i = 0; i < body.size(); i++) {
            received++;
            if (body.path(i).has("type")) {
                events.put(body.path(i).path("id").asString(), body.path(i));
            } else {
                rejected.addObject().put("index", i).putObject("problem").put("code", "invalid_request");
            }
        }
        ObjectNode answer = JSON.createObjectNode().put("accepted", body.size() - rejected.size());
        answer.set("rejected", rejected);
        return answer;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
