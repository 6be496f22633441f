package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Archives;
import dev.meridian.platform.servers.ChildProcess;
import dev.meridian.platform.servers.LogTail;
import dev.meridian.platform.servers.ProcessPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service's jar, unpacked so that the JVM can map it, with a cache of its loaded and linked classes. The cache belongs
 * to one jar, one JDK and one set of JVM options; another of any of them means another cache.
 */
final class ServiceImage {

    private static final int KEPT = 3;

    private final String name;
    private final Path jar;
    private final Path folder;
    private final List<String> jvmOptions;
    private volatile @Nullable Identity known;

    /**
     * The image of a built service.
     *
     * @param jvmOptions the options the service runs with
     */
    ServiceImage(FleetFolder fleet, String name, List<String> jvmOptions) {
        this.name = name;
        this.jar = fleet.root().resolve(name).resolve("target").resolve(name + ".jar");
        this.folder = fleet.startupCaches().resolve(name);
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * The command that runs the service, with its cache when there is one.
     *
     * @param arguments for the service
     */
    List<String> command(String... arguments) {
        Path home = unpacked();
        List<String> command = java();
        Path cache = cache(home);
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", home.resolve(name + ".jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Another for every other jar. */
    String identity() {
        requireBuilt();
        try {
            return digest();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    boolean isTrained() {
        return Files.exists(cache(unpacked()));
    }

    /**
     * Makes the cache: starts the service up to the point where it would begin to serve, lets it end there, and keeps
     * what the JVM learnt. Needs the service's database.
     *
     * @param environment the service's environment
     * @param files where the run's log and pid file lie
     */
    void train(Map<String, String> environment, FleetFolder files) {
        Path home = unpacked();
        Path cache = cache(home);
        Path fresh = cache.resolveSibling(
                cache.getFileName() + "." + ProcessHandle.current().pid());
        List<String> command = java();
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + fresh,
                "-Dspring.context.exit=onRefresh",
                "-jar",
                home.resolve(name + ".jar").toString()));
        String run = trainingName(name);
        ChildProcess process = ChildProcess.start(new ProcessPlan(
                run, command, environment, home, files.log(run), files.home(run).pidFile()));
        if (!process.awaitEnd(Duration.ofMinutes(5))) {
            process.kill();
        }
        try {
            if (!Files.exists(fresh)) {
                throw new FleetException(name + " could not be prepared. The end of " + files.log(run) + ":\n"
                        + LogTail.lines(files.log(run), 15));
            }
            Path ignored =
                    Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + cache, e);
        }
    }

    static String trainingName(String service) {
        return service + "-preparation";
    }

    private Path cache(Path home) {
        String jdk = System.getProperty("java.vm.version", "") + System.getProperty("java.vm.vendor", "") + jvmOptions;
        return home.resolve(name + "-" + Integer.toHexString(jdk.hashCode()) + ".aot");
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        return command;
    }

    /** Refuses when Maven has not built the service. */
    void requireBuilt() {
        if (!Files.exists(jar)) {
            throw new FleetException(jar + " is missing: ./meridian up builds it, or mvn package");
        }
    }

    private Path unpacked() {
        requireBuilt();
        try {
            Files.createDirectories(folder);
            Path home = folder.resolve(digest());
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = channel.lock()) {
                if (!Files.exists(home)) {
                    unpack(home);
                    forgetOldest();
                }
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + jar, e);
        }
    }

    private void unpack(Path home) throws IOException {
        Path fresh = folder.resolve("new");
        Archives.delete(fresh);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                fresh.toString());
        Path log = folder.resolve("unpack.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new FleetException(jar + " could not be unpacked:\n" + LogTail.lines(log, 10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while unpacking " + jar, e);
        }
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A few are kept, because another fleet of this checkout may still run an earlier build. */
    private void forgetOldest() throws IOException {
        List<Path> oldest;
        try (Stream<Path> all = Files.list(folder)) {
            oldest = all.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(ServiceImage::modified).reversed())
                    .skip(KEPT)
                    .toList();
        }
        for (Path each : oldest) {
            Archives.delete(each);
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** What a jar of this time and size was found to hold: reading a hundred megabytes once is enough. */
    private record Identity(FileTime modified, long size, String digest) {}

    private String digest() throws IOException {
        Identity before = known;
        FileTime modified = Files.getLastModifiedTime(jar);
        long size = Files.size(jar);
        if (before != null && before.modified().equals(modified) && before.size() == size) {
            return before.digest();
        }
        String digest = readDigest();
        known = new Identity(modified, size, digest);
        return digest;
    }

    private String readDigest() throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            long ignored = digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
