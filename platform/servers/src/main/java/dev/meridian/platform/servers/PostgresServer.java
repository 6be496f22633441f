package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server on the loopback address, with passwords. */
public final class PostgresServer extends Server {

    private final Distributions distributions;
    private final PostgresAddress address;

    /**
     * With its settings; nothing is started.
     *
     * @param home its files
     * @param port its port
     * @param password of the superuser {@code postgres}; it is set when the data folder is made
     */
    public PostgresServer(Distributions distributions, ServerHome home, int port, String password) {
        super("postgres", home);
        this.distributions = distributions;
        this.address = new PostgresAddress("127.0.0.1", port, "postgres", password);
    }

    /** Where it listens. */
    public PostgresAddress address() {
        return address;
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    public boolean isReady() {
        try (Connection connection = address.connect("postgres")) {
            return connection.isValid(3);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends the sessions of its clients instead of waiting for them. */
    @Override
    protected String stopSignal() {
        return "INT";
    }

    @Override
    protected ProcessPlan prepare() {
        Path program = distributions.postgres();
        Path data = home().data();
        try {
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(program, data);
            }
            endLeftover(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + data, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while preparing " + data, e);
        }
        LesserAccount.own(data);
        List<String> command = List.of(
                program.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(address.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=128MB",
                "-c",
                "max_wal_size=512MB",
                "-c",
                "jit=off",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC");
        return plan(LesserAccount.run(command, program.resolve("bin/postgres"), data), Map.of());
    }

    /** Into a folder beside it first, so that a start that was cut off leaves no half database. */
    private void initialise(Path program, Path data) throws IOException, InterruptedException {
        Path fresh = data.resolveSibling(data.getFileName() + ".new");
        Archives.delete(fresh);
        Archives.delete(data);
        LesserAccount.own(fresh);
        Path password = fresh.resolveSibling(fresh.getFileName() + ".password");
        Files.writeString(password, address.password());
        LesserAccount.own(password);
        List<String> command = List.of(
                program.resolve("bin/initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                address.user(),
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C");
        Files.createDirectories(home().log().getParent());
        try {
            Process process = new ProcessBuilder(LesserAccount.run(command, program.resolve("bin/initdb"), password))
                    .directory(fresh.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home().log().toFile()))
                    .start();
            if (!process.waitFor(startTimeout().toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new ServerException(
                        "initdb failed. The end of " + home().log() + ":\n" + LogTail.lines(home().log(), 15));
            }
        } finally {
            Files.delete(password);
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Our own pid file knows of no process here. One that still serves this very folder is ended; a lock file that
     * names a number since taken by a stranger is removed, or PostgreSQL would believe it.
     */
    private static void endLeftover(Path lockFile) throws IOException {
        if (!Files.exists(lockFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(lockFile);
        long pid = Long.parseLong(lines.getFirst().strip());
        ProcessHandle.of(pid)
                .filter(HostSystem::isRunning)
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(lines.get(1)))
                .ifPresent(process -> {
                    HostSystem.signal(process, "INT");
                    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
                });
        boolean ignored = Files.deleteIfExists(lockFile);
    }

    @Override
    protected Duration startTimeout() {
        return Duration.ofSeconds(60);
    }
}
