package dev.meridian.platform.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers a process by its number and its start time: numbers are used again, the two together are not. */
final class PidFile {

    /** The start time is derived from the boot time, which is known to the second. */
    private static final Duration PRECISION = Duration.ofSeconds(2);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    void write(ProcessHandle handle) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, describe(handle) + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<ProcessHandle> read() {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new ServerException("cannot read " + file, e);
        }
    }

    void delete() {
        try {
            boolean ignored = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ServerException("cannot delete " + file, e);
        }
    }

    /** Number and start time of a process, in one line. */
    static String describe(ProcessHandle handle) {
        long start = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return handle.pid() + " " + start;
    }

    /** The process so described, when it still exists. */
    static Optional<ProcessHandle> parse(String description) {
        String[] parts = description.strip().split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            Instant start = Instant.ofEpochMilli(Long.parseLong(parts[1]));
            return ProcessHandle.of(Long.parseLong(parts[0])).filter(handle -> startedAt(handle, start));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean startedAt(ProcessHandle handle, Instant start) {
        return handle.info()
                .startInstant()
                .map(actual -> Duration.between(actual, start).abs().compareTo(PRECISION) <= 0)
                .orElse(false);
    }
}
