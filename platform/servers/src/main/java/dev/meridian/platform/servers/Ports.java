package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** TCP ports on the loopback address. */
public final class Ports {

    private static final String LISTENING = "0A";

    private Ports() {}

    /** A port nobody listens on at this moment. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /**
     * Refuses when somebody listens on a port.
     *
     * @param port the port
     * @param wanter who wants it, for the message
     * @throws PortTakenException when it is taken; the message names the port and, where it can be found, the holder
     */
    public static void requireFree(int port, String wanter) {
        if (!isFree(port)) {
            throw new PortTakenException(port, wanter, holder(port).map(Ports::describe));
        }
    }

    /** Whether a server could listen on it now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The process that listens on a port, where the system lets us see it (Linux). */
    public static Optional<ProcessHandle> holder(int port) {
        if (!HostSystem.isLinux()) {
            return Optional.empty();
        }
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> listeningSocket(Path.of(table), port).stream())
                .findFirst()
                .flatMap(Ports::owner);
    }

    private static Optional<String> listeningSocket(Path table, int port) {
        String suffix = String.format(":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[1].endsWith(suffix) && columns[3].equals(LISTENING))
                    .map(columns -> "socket:[" + columns[9] + "]")
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessHandle> owner(String socket) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), socket))
                .findFirst();
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.anyMatch(descriptor -> pointsTo(descriptor, socket));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean pointsTo(Path descriptor, String target) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(target);
        } catch (IOException e) {
            return false;
        }
    }

    private static String describe(ProcessHandle process) {
        return "process " + process.pid()
                + process.info().command().map(each -> " (" + each + ")").orElse("");
    }
}
