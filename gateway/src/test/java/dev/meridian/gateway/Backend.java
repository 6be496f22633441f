package dev.meridian.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands for one center at the gateway's edge: it answers as told, and remembers what it was asked. */
final class Backend {

    /** A request as it arrived. */
    record Seen(String method, String uri, Headers headers, long bodyLength) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final int port;
    private HttpServer server;
    private volatile HttpHandler answer = json(200, "{}");

    Backend() {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What arrived since the last {@link #reset}. */
    List<Seen> seen() {
        return seen;
    }

    void answers(HttpHandler handler) {
        answer = handler;
    }

    void answers(int status, String body) {
        answer = json(status, body);
    }

    /** Up, answering {@code {}}, having seen nothing. */
    void reset() {
        seen.clear();
        answer = json(200, "{}");
        if (server == null) {
            server = listen(port);
        }
    }

    /** Refuses connections until the next reset. */
    void goesDown() {
        server.stop(0);
        server = null;
    }

    static HttpHandler json(int status, String body) {
        return typed(status, status < 400 ? "application/json" : "application/problem+json", body);
    }

    static HttpHandler typed(int status, String contentType, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Breaks the connection without a word. */
    static HttpHandler hangUp() {
        return HttpExchange::close;
    }

    private HttpServer listen(int at) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/", this::handle);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            long length = exchange.getRequestBody().readAllBytes().length;
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    length));
            answer.handle(exchange);
        }
    }
}
