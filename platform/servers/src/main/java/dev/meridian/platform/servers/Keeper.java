package dev.meridian.platform.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** The process that holds the test servers of one checkout, for as long as a build that wants them lives. */
final class Keeper {

    private static final long WATCH_MILLIS = 300;

    private final Path folder;
    private final Path run;
    private final KeptServers servers;
    private final KeeperOwners owners;
    private final String secret = UUID.randomUUID().toString();

    private Keeper(Path folder, Path run, KeptServers servers, KeeperOwners owners) {
        this.folder = folder;
        this.run = run;
        this.servers = servers;
        this.owners = owners;
    }

    /** Arguments: the checkout, the mode, the owner (number and start time), how long to linger in milliseconds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        KeeperMode mode = KeeperMode.named(arguments[1]);
        Path folder = root.resolve(".meridian").resolve(mode.folder());
        AbandonedRuns.clear(folder);
        Path run = folder.resolve("run-" + ProcessHandle.current().pid());
        AbandonedRuns.mark(run);
        KeptServers servers = switch (mode) {
            case PROCESSES -> new ProcessServers(Distributions.of(root), run);
            case CONTAINERS -> new ContainerServers();
        };
        KeeperOwners owners = new KeeperOwners(arguments[2], Long.parseLong(arguments[3]));
        new Keeper(folder, run, servers, owners).keep();
    }

    private void keep() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().name("answers").start(() -> answerAll(socket));
            new KeeperRecord(PidFile.describe(ProcessHandle.current()), socket.getLocalPort(), secret).write(folder);
            do {
                Thread.sleep(WATCH_MILLIS);
            } while (!mayEnd());
        }
        System.exit(0);
    }

    /** Under the lock under which clients look for a keeper, so that none finds one that is about to end. */
    private boolean mayEnd() throws IOException {
        if (!Files.isDirectory(run)) {
            return true;
        }
        if (!owners.allGone()) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            boolean gone = owners.allGone();
            if (gone) {
                boolean deleted = Files.deleteIfExists(KeeperRecord.file(folder));
            }
            return gone;
        }
    }

    private void end() {
        servers.close();
        try {
            Archives.delete(run);
        } catch (IOException e) {
            System.err.println("cannot delete " + run + ": " + e);
        }
    }

    private void answerAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofPlatform().daemon().name("answer").start(() -> answer(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            Optional<KeeperRequest> request = line == null ? Optional.empty() : KeeperRequest.parse(line, secret);
            if (request.isPresent()) {
                owners.add(request.get());
                client.getOutputStream().write(answer(request.get()).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("a question was not answered: " + e);
        }
    }

    private String answer(KeeperRequest request) {
        try {
            return KeeperAnswer.address(servers.address(request.server()));
        } catch (RuntimeException | LinkageError e) {
            e.printStackTrace();
            return KeeperAnswer.failure(String.valueOf(e.getMessage()));
        }
    }
}
