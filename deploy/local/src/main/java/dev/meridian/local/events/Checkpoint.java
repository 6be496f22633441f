package dev.meridian.local.events;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * How far a load has come, in a file that is replaced as a whole. What was sent after the last checkpoint is sent again,
 * which the platform does not mind: it knows each event by its id.
 */
public final class Checkpoint {

    private final Path file;

    private Checkpoint(Path file) {
        this.file = file;
    }

    /**
     * What has been dealt with, from the beginning and without gaps.
     *
     * @param done events, rejected ones included
     * @param accepted those the platform took
     * @param rejected those it did not take, and lines that were none
     * @param rejectBytes length of the rejects' file at this point
     */
    public record State(long done, long accepted, long rejected, long rejectBytes) {
        /** Nothing yet. */
        public static final State NONE = new State(0, 0, 0, 0);
    }

    /** The checkpoint of a source, kept in the folder. */
    public static Checkpoint in(Path folder, String key) {
        return new Checkpoint(folder.resolve(key + ".checkpoint"));
    }

    /** The last state; none where there is no file or not a whole one. */
    public State read() {
        if (!Files.exists(file)) {
            return State.NONE;
        }
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            values.load(in);
            return new State(
                    number(values, "done"),
                    number(values, "accepted"),
                    number(values, "rejected"),
                    number(values, "rejectBytes"));
        } catch (NumberFormatException e) {
            return State.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Keeps the state. */
    public void write(State state) {
        Properties values = new Properties();
        values.setProperty("done", Long.toString(state.done()));
        values.setProperty("accepted", Long.toString(state.accepted()));
        values.setProperty("rejected", Long.toString(state.rejected()));
        values.setProperty("rejectBytes", Long.toString(state.rejectBytes()));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(next)) {
                values.store(out, null);
            }
            Path ignored = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Begins anew. */
    public void forget() {
        try {
            boolean ignored = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static long number(Properties values, String name) {
        return Long.parseLong(values.getProperty(name, "?"));
    }
}
