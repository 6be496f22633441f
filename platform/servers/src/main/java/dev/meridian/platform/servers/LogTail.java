package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log file. */
public final class LogTail {

    private static final int BYTES_PER_LINE = 400;

    private LogTail() {}

    /**
     * The last lines of a file; an empty text when there is none.
     *
     * @param file the log
     * @param count how many lines at most
     */
    public static String lines(Path file, int count) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, log.length() - (long) count * BYTES_PER_LINE);
            byte[] end = new byte[(int) (log.length() - from)];
            log.seek(from);
            log.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
