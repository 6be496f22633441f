package dev.meridian.local.events;

import dev.meridian.local.fleet.FleetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of events in UTF-8: comma-separated where its name ends in {@code .csv}, else one JSON object a line.
 *
 * @param path the file
 * @param key the SHA-256 of its content, in hexadecimal
 * @param totalLines how many lines it has
 */
record EventFile(Path path, String key, long totalLines) implements EventSource {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int BLOCK = 1 << 16;

    /** @throws FleetException when it cannot be read */
    static EventFile open(Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new FleetException(path + " cannot be read");
        }
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[BLOCK];
            long lines = 0;
            byte last = '\n';
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                digest.update(block, 0, read);
                for (int i = 0; i < read; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
                last = block[read - 1];
            }
            return new EventFile(path, HexFormat.of().formatHex(digest.digest()), last == '\n' ? lines : lines + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public Stream<EventLine> lines() {
        try {
            // Malformed bytes become question marks, so that one broken line does not end the load.
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
            return path.toString().toLowerCase(Locale.ROOT).endsWith(".csv") ? CsvEvents.read(reader) : json(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    private static Stream<EventLine> json(BufferedReader reader) {
        AtomicLong number = new AtomicLong();
        return reader.lines()
                .map(text -> new Numbered(number.incrementAndGet(), text))
                .filter(line -> !line.text().isBlank())
                .map(EventFile::parse)
                .onClose(() -> close(reader));
    }

    private record Numbered(long number, String text) {}

    private static EventLine parse(Numbered line) {
        try {
            JsonNode node = JSON.readTree(line.text());
            return node instanceof ObjectNode event
                    ? EventLine.of(line.number(), event)
                    : EventLine.unreadable(line.number(), "the line is not a JSON object");
        } catch (JacksonException e) {
            return EventLine.unreadable(line.number(), "the line is not JSON");
        }
    }

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("A file would not close", e);
        }
    }
}
