package dev.meridian.platform.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Redis server on the loopback address that keeps an append-only file. */
public final class RedisServer extends Server {

    private final Distributions distributions;
    private final RedisAddress address;

    /**
     * With its settings; nothing is started.
     *
     * @param home its files
     * @param port its port
     */
    public RedisServer(Distributions distributions, ServerHome home, int port) {
        super("redis", home);
        this.distributions = distributions;
        this.address = new RedisAddress("127.0.0.1", port);
    }

    /** Where it listens. */
    public RedisAddress address() {
        return address;
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), 2000);
            socket.setSoTimeout(3000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    protected ProcessPlan prepare() {
        List<String> command = List.of(
                distributions.redis().toString(),
                "--port",
                String.valueOf(address.port()),
                "--bind",
                address.host(),
                "--dir",
                home().data().toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--maxmemory",
                "128mb");
        return plan(command, Map.of());
    }

    @Override
    protected Duration startTimeout() {
        return Duration.ofSeconds(30);
    }
}
