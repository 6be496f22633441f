package dev.meridian.platform.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What differs between the machines we run on. */
final class HostSystem {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private HostSystem() {}

    static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }

    static boolean isMac() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    }

    static boolean isArm() {
        return System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("aarch64|arm64");
    }

    /** In the words the artifacts use: {@code linux} or {@code darwin}. */
    static String operatingSystem() {
        if (isLinux()) {
            return "linux";
        }
        if (isMac()) {
            return "darwin";
        }
        throw new ServerException(
                "the servers run on Linux and macOS, not on " + System.getProperty("os.name", "an unknown system"));
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Puts a command into a session of its own, where the terminal's Ctrl-C does not reach it. */
    static List<String> ownSession() {
        return onPath("setsid").map(path -> List.of(path.toString())).orElse(List.of());
    }

    static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    /** Ended but not yet collected. A killed process whose main thread is gone before the others still holds its ports. */
    private static boolean isZombie(long pid) {
        if (!isLinux()) {
            return false;
        }
        Path process = Path.of("/proc/" + pid);
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            String stat = Files.readString(process.resolve("stat"));
            // The program's name stands in brackets and may contain anything; the state follows it.
            String state = stat.substring(stat.lastIndexOf(')') + 2);
            return (state.startsWith("Z") || state.startsWith("X")) && threads.count() <= 1;
        } catch (IOException e) {
            return true;
        }
    }

    static void signal(ProcessHandle handle, String signal) {
        boolean sent = switch (signal) {
            case "TERM" -> handle.destroy();
            case "KILL" -> handle.destroyForcibly();
            default -> kill(signal, handle.pid());
        };
        if (!sent && isRunning(handle)) {
            throw new ServerException("process " + handle.pid() + " did not take the signal " + signal);
        }
    }

    private static boolean kill(String signal, long pid) {
        return run(List.of("/bin/sh", "-c", "kill -" + signal + " " + pid)) == 0;
    }

    /** Runs a short command without output; its exit code. */
    static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                boolean ignored = process.destroyForcibly().isAlive();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new ServerException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while running " + command.getFirst(), e);
        }
    }

    static long residentBytes(long pid) {
        Path process = Path.of("/proc/" + pid);
        return kilobytes(process.resolve("smaps_rollup"), "Pss:")
                .or(() -> kilobytes(process.resolve("status"), "VmRSS:"))
                .map(each -> each << 10)
                .orElse(0L);
    }

    private static Optional<Long> kilobytes(Path file, String field) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .findFirst()
                    .map(line -> Long.parseLong(SPACES.split(line)[1]));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
