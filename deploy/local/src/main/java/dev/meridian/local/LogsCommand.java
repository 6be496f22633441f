package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetException;
import dev.meridian.local.fleet.ProcessStatus;
import dev.meridian.platform.servers.LogTail;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "logs", description = "Prints the log of one process.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int CHUNK = 64 << 10;

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", description = "A process, as status names it.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "How many lines of the end (default 200).")
    private int lines = 200;

    @Override
    public Integer call() {
        Fleet fleet = launcher.fleet().open();
        List<String> names = fleet.status().stream().map(ProcessStatus::name).toList();
        if (!names.contains(name)) {
            throw new FleetException("there is no process named " + name + ", but " + String.join(", ", names));
        }
        Path log = fleet.folder().log(name);
        if (!Files.exists(log)) {
            throw new FleetException(name + " has no log yet: " + log);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(LogTail.lines(log, lines));
        out.flush();
        if (follow) {
            follow(log, out);
        }
        return 0;
    }

    /** Until the reader is ended. A log that was begun anew is read from its beginning. */
    private static void follow(Path log, PrintWriter out) {
        try {
            long position = Files.size(log);
            while (!out.checkError()) {
                long size = Files.exists(log) ? Files.size(log) : 0;
                position = Math.min(position, size);
                if (size > position) {
                    position += print(log, position, out);
                } else {
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static long print(Path log, long position, PrintWriter out) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(CHUNK, file.length() - position)];
            file.seek(position);
            file.readFully(bytes);
            int whole = wholeLines(bytes);
            out.print(new String(bytes, 0, whole, StandardCharsets.UTF_8));
            out.flush();
            return whole;
        }
    }

    /** Up to the last line end, so that no letter is cut; everything when there is none. */
    private static int wholeLines(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return bytes.length;
    }
}
