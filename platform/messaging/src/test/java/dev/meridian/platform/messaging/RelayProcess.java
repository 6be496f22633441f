package dev.meridian.platform.messaging;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A relay in a process of its own, which a test can freeze and kill. */
final class RelayProcess implements AutoCloseable {

    private final Process process;

    private RelayProcess(Process process) {
        this.process = process;
    }

    static RelayProcess start(Place place, String heap, String... settings) {
        Database database = place.database();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                RelayProcess.class.getName(),
                place.server().host(),
                Integer.toString(place.server().port()),
                database.name(),
                database.ownerPassword(),
                database.password(),
                place.kafka(),
                place.prefix()));
        command.addAll(List.of(settings));
        try {
            return new RelayProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/relay-process.log")))
                    .start());
        } catch (IOException e) {
            throw new IllegalStateException("No relay process", e);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        PostgresAddress server = new PostgresAddress(arguments[0], Integer.parseInt(arguments[1]), "", "");
        Database database = server.database(arguments[2], arguments[3], arguments[4]);
        Place place = new Place(server, database, arguments[5], arguments[6]);
        List<String> settings = new ArrayList<>(List.of(arguments).subList(7, arguments.length));
        settings.add("spring.flyway.enabled=false");
        TestCenter relay = TestCenter.telling(place, settings.toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(relay::close));
        new CountDownLatch(1).await();
    }

    /** Stops it in the middle of whatever it does; it does not notice. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it go on as if no time had passed. */
    void thaw() {
        signal("CONT");
    }

    /** Ends it in order. */
    void end() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it as a crash would. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot send " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void awaitEnd() {
        try {
            int exit = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
