package dev.meridian.platform.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class RedisServerTests extends ServerContract<RedisServer> {

    private final int port = Ports.free();

    @Override
    RedisServer create(Path state) {
        return new RedisServer(Checkout.distributions(), ServerHome.in(state, "redis"), port);
    }

    @Override
    void store(RedisServer server, String key, String value) {
        // WAITAOF is younger than this Redis: rewriting the file puts the value on disk at once.
        List<String> ignored = talk("SET " + key + " " + value + "\r\nCONFIG SET appendfsync always\r\nINCR x\r\n", 3);
    }

    @Override
    String read(RedisServer server, String key) {
        return talk("GET " + key + "\r\n", 2).getLast();
    }

    private List<String> talk(String commands, int answerLines) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < answerLines; i++) {
                lines.add(reader.readLine());
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
