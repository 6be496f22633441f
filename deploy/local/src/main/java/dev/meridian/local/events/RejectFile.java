package dev.meridian.local.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was not taken, one JSON object a line: {@code line}, {@code id} and {@code problem}. */
final class RejectFile implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private final FileChannel channel;

    private RejectFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens the file and drops what was written after the checkpoint that the load goes on from. */
    static RejectFile open(Path path, long keptBytes) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(keptBytes).position(channel.size());
            return new RejectFile(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    void add(EventLine line, JsonNode problem) {
        ObjectNode reject = JSON.createObjectNode().put("line", line.line()).put("id", line.id());
        reject.set("problem", problem);
        byte[] text = (JSON.writeValueAsString(reject) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                int ignored = channel.write(left);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the rejects", e);
        }
    }

    /** Its length in bytes. */
    long length() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the rejects", e);
        }
    }

    /** Leaves no file behind where nothing was rejected. */
    @Override
    public void close() {
        boolean empty = length() == 0;
        EventFile.close(channel);
        if (empty) {
            try {
                boolean ignored = Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + path, e);
            }
        }
    }
}
