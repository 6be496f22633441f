package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/**
 * What the keeper leaves in a file so that others find it.
 *
 * @param process number and start time
 * @param port where it answers
 * @param secret what a caller must know; only this account can read the file
 */
record KeeperRecord(String process, int port, String secret) {

    static Path file(Path folder) {
        return folder.resolve("keeper.properties");
    }

    void write(Path folder) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("process", process);
        properties.setProperty("port", String.valueOf(port));
        properties.setProperty("secret", secret);
        Path fresh = folder.resolve("keeper.properties.new");
        boolean ignored = Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            properties.store(writer, null);
        }
        Files.move(fresh, file(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The keeper that lives, if one does. */
    static Optional<KeeperRecord> read(Path folder) throws IOException {
        if (!Files.exists(file(folder))) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file(folder))) {
            properties.load(reader);
        }
        KeeperRecord record = new KeeperRecord(
                properties.getProperty("process", ""),
                Integer.parseInt(properties.getProperty("port", "0")),
                properties.getProperty("secret", ""));
        return PidFile.parse(record.process()).filter(HostSystem::isRunning).map(process -> record);
    }
}
