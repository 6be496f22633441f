package dev.meridian.local.fleet;

import dev.meridian.platform.servers.LogTail;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The step that brings a center's database to the release its jar holds, under the role that owns the schema. It is run
 * once per jar: what it was last run with is remembered beside the data and forgotten with it.
 */
final class MigrationRun {

    private static final int PATIENCE_MINUTES = 10;

    private final String center;
    private final ServiceImage image;
    private final Map<String, String> owner;
    private final Path log;
    private final Path migratedBy;

    /**
     * @param owner the center's environment and the owner's password, which the center itself never gets
     */
    MigrationRun(FleetFolder folder, String center, ServiceImage image, Map<String, String> owner) {
        this.center = center;
        this.image = image;
        this.owner = Map.copyOf(owner);
        this.log = folder.log(center + "-migration");
        this.migratedBy = folder.home(center).data().resolve("migrated-by");
    }

    /** Whether the database has had the step of this very jar. */
    boolean isThrough() {
        try {
            return Files.exists(migratedBy) && Files.readString(migratedBy).equals(image.identity());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + migratedBy, e);
        }
    }

    /**
     * Runs it to its end. Ended by force it can be run again: every script is applied whole or not at all.
     *
     * @throws FleetException with the end of its log when it fails
     */
    void run() {
        try {
            Files.createDirectories(log.getParent());
            Files.createDirectories(migratedBy.getParent());
            ProcessBuilder builder = new ProcessBuilder(image.command("migrate"))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(owner);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new FleetException("the migration of " + center + " did not end in " + PATIENCE_MINUTES
                        + " minutes. The end of " + log + ":\n" + LogTail.lines(log, 15));
            }
            if (process.exitValue() != 0) {
                throw new FleetException("the database of " + center + " could not be migrated. The end of " + log
                        + ":\n" + LogTail.lines(log, 15));
            }
            Files.writeString(migratedBy, image.identity(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot migrate " + center, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while migrating " + center, e);
        }
    }
}
