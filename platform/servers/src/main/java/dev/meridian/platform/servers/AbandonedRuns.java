package dev.meridian.platform.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ends what a keeper left behind that was itself ended by force. */
final class AbandonedRuns {

    private static final String KEEPER = "keeper.pid";

    private AbandonedRuns() {}

    /** Says that a run belongs to this process. */
    static void mark(Path run) throws IOException {
        new PidFile(run.resolve(KEEPER)).write(ProcessHandle.current());
    }

    static void clear(Path folder) throws IOException {
        try (Stream<Path> runs = Files.list(folder)) {
            for (Path run : runs.filter(each -> each.getFileName().toString().startsWith("run-"))
                    .toList()) {
                boolean kept = new PidFile(run.resolve(KEEPER))
                        .read()
                        .filter(HostSystem::isRunning)
                        .isPresent();
                if (!kept) {
                    endServers(run.resolve("run"));
                    Archives.delete(run);
                }
            }
        }
    }

    private static void endServers(Path pidFiles) throws IOException {
        if (!Files.isDirectory(pidFiles)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(pidFiles)) {
            files = all.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            ChildProcess.find(name, file, pidFiles.resolve(name + ".log")).ifPresent(ChildProcess::kill);
        }
    }
}
