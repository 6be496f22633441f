package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The unpacked servers, in {@code .meridian/dist} below the checkout. Maven brings Kafka, Elasticsearch and Keycloak
 * there; PostgreSQL and Redis lie in jars on the class path and are unpacked on first use.
 */
public final class Distributions {

    /** Where Keycloak says that it was built with these options; another list means another build. */
    private static final List<String> KEYCLOAK_BUILD =
            List.of("build", "--db=postgres", "--health-enabled=true", "--metrics-enabled=true", "--cache=local");

    private final Path folder;
    private final Properties versions;

    private Distributions(Path folder, Properties versions) {
        this.folder = folder;
        this.versions = versions;
    }

    /**
     * The distributions of a checkout.
     *
     * @param root the folder of the parent POM
     */
    public static Distributions of(Path root) {
        Properties versions = new Properties();
        try (InputStream in = Distributions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new ServerException("versions.properties is missing from the class path");
            }
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read versions.properties", e);
        }
        return new Distributions(root.toAbsolutePath().normalize().resolve(".meridian/dist"), versions);
    }

    /** The class path of the Kafka server. */
    Path kafka() {
        return fromMaven("kafka");
    }

    Path elasticsearch() {
        return fromMaven("elasticsearch");
    }

    /** Keycloak, built for PostgreSQL; the first call takes about half a minute. */
    public Path keycloak() {
        Path home = fromMaven("keycloak");
        return locked("keycloak", () -> {
            if (!isKeycloakBuilt()) {
                buildKeycloak(home);
                Path ignored = Files.writeString(home.resolve(".built"), String.join(" ", KEYCLOAK_BUILD));
            }
            return home;
        });
    }

    /** Whether Keycloak is built already. */
    public boolean isKeycloakBuilt() {
        Path marker = fromMaven("keycloak").resolve(".built");
        try {
            return Files.exists(marker) && Files.readString(marker).equals(String.join(" ", KEYCLOAK_BUILD));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + marker, e);
        }
    }

    /** The folder with PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
    Path postgres() {
        Path home = folder.resolve("postgresql-" + version("postgresql"));
        String architecture = HostSystem.isArm() ? "arm_64" : "x86_64";
        String archive = "/postgres-" + HostSystem.operatingSystem() + "-" + architecture + ".txz";
        return locked("postgresql", () -> {
            if (!Files.exists(home)) {
                Path unpacked = home.resolveSibling(home.getFileName() + ".new");
                Archives.delete(unpacked);
                Archives.unpack(resource(archive, "PostgreSQL"), unpacked);
                Path ignored = Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return home;
        });
    }

    /** The program redis-server. */
    Path redis() {
        String platform = HostSystem.operatingSystem() + "-" + (HostSystem.isArm() ? "arm64" : "amd64");
        String version = platform.equals("linux-arm64") ? "6.2.7" : "6.2.6-v5";
        String program = "redis-server-" + version + "-" + platform;
        Path target = folder.resolve(program);
        return locked("redis", () -> {
            if (!Files.exists(target)) {
                Path unpacked = folder.resolve(program + ".new");
                try (InputStream in = resource("/" + program, "Redis")) {
                    long ignored = Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!unpacked.toFile().setExecutable(true)) {
                    throw new ServerException(unpacked + " cannot be made executable");
                }
                Path ignored = Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        });
    }

    private Path fromMaven(String name) {
        Path home = folder.resolve(name + "-" + version(name));
        if (!Files.isDirectory(home)) {
            throw new ServerException(home + " is missing: Maven brings it, run mvn generate-resources -pl"
                    + " platform/servers/dist/" + name);
        }
        return home;
    }

    private String version(String name) {
        String version = versions.getProperty(name);
        if (version == null) {
            throw new ServerException("no version of " + name + " is known");
        }
        return version;
    }

    private static InputStream resource(String path, String server) {
        InputStream in = Distributions.class.getResourceAsStream(path);
        if (in == null) {
            throw new ServerException("there is no " + server + " for this machine ("
                    + System.getProperty("os.name", "?").toLowerCase(Locale.ROOT) + ", "
                    + System.getProperty("os.arch", "?") + ") on the class path: " + path);
        }
        return in;
    }

    private void buildKeycloak(Path home) throws IOException, InterruptedException {
        Path log = folder.resolve("keycloak-build.log");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/kc.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.command().addAll(KEYCLOAK_BUILD);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new ServerException(
                    "Keycloak could not be built. The end of " + log + ":\n" + LogTail.lines(log, 15));
        }
    }

    private interface Work {
        Path run() throws IOException, InterruptedException;
    }

    /** One at a time, across threads and processes. */
    private Path locked(String name, Work work) {
        synchronized (Distributions.class) {
            try {
                Files.createDirectories(folder);
                Path file = folder.resolve(name + ".lock");
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock ignored = channel.lock()) {
                    return work.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot prepare " + name + " in " + folder, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerException("interrupted while preparing " + name, e);
            }
        }
    }
}
