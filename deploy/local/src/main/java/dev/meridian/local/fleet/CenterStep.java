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
 * A step that something a center needs must have had before the center can work: its database is brought to the release
 * its jar holds, or its accounts are made. It knows more than the center may. It is run once per jar: what it was last
 * run with is remembered beside the data and forgotten with it.
 */
final class CenterStep {

    private static final int PATIENCE_MINUTES = 10;

    private final String center;
    private final String name;
    private final String command;
    private final ServiceImage image;
    private final Map<String, String> environment;
    private final Path log;
    private final Path doneBy;

    private CenterStep(
            FleetFolder folder,
            String center,
            String name,
            String command,
            String doneBy,
            ServiceImage image,
            Map<String, String> environment) {
        this.center = center;
        this.name = name;
        this.command = command;
        this.image = image;
        this.environment = Map.copyOf(environment);
        this.log = folder.log(center + "-" + name);
        this.doneBy = folder.home(center).data().resolve(doneBy);
    }

    /**
     * Brings the center's database to its release, under the role that owns the schema.
     *
     * @param owner the center's environment and the owner's password, which the center itself never gets
     */
    static CenterStep migration(FleetFolder folder, String center, ServiceImage image, Map<String, String> owner) {
        return new CenterStep(folder, center, "migration", "migrate", "migrated-by", image, owner);
    }

    /**
     * Makes the realms and the center's accounts in Keycloak, under an account that may administer all of it.
     *
     * @param administrator the center's environment and that account, which the center itself never gets
     */
    static CenterStep bootstrap(
            FleetFolder folder, String center, ServiceImage image, Map<String, String> administrator) {
        return new CenterStep(folder, center, "bootstrap", "bootstrap", "bootstrapped-by", image, administrator);
    }

    /** Whether the step of this very jar has been run. */
    boolean isThrough() {
        try {
            return Files.exists(doneBy) && Files.readString(doneBy).equals(image.identity());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + doneBy, e);
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
            Files.createDirectories(doneBy.getParent());
            ProcessBuilder builder = new ProcessBuilder(image.command(command))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new FleetException("the " + name + " of " + center + " did not end in " + PATIENCE_MINUTES
                        + " minutes. The end of " + log + ":\n" + LogTail.lines(log, 15));
            }
            if (process.exitValue() != 0) {
                throw new FleetException("the " + name + " of " + center + " failed. The end of " + log + ":\n"
                        + LogTail.lines(log, 15));
            }
            Files.writeString(doneBy, image.identity(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the " + name + " of " + center, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted during the " + name + " of " + center, e);
        }
    }
}
