package dev.meridian.local.fleet;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The secrets of a fleet: made when first asked for, and the same from then on once they were stored. */
final class Secrets {

    private static final int BYTES = 32;

    private final Path file;
    private final SecureRandom random;
    private final Properties known;
    private final Properties stored;

    /** The secrets in a file, which need not exist yet. */
    Secrets(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
        this.known = PrivateFile.read(file);
        this.stored = PrivateFile.read(file);
    }

    /** A password of letters, digits, {@code -} and {@code _}. */
    synchronized String password(String name) {
        return get(name, Base64.getUrlEncoder().withoutPadding());
    }

    /** A key of 32 bytes in Base64. */
    synchronized String key(String name) {
        return get(name, Base64.getEncoder());
    }

    /** Writes down those that were made. Another launcher may have been first, and its secrets are in use. */
    synchronized void store() {
        if (!PrivateFile.read(file).equals(stored)) {
            throw new FleetException("another launcher has just made this fleet; run the command once more");
        }
        PrivateFile.write(file, known);
        stored.putAll(known);
    }

    private String get(String name, Base64.Encoder encoder) {
        String secret = known.getProperty(name);
        if (secret == null) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            secret = encoder.encodeToString(bytes);
            Object ignored = known.setProperty(name, secret);
        }
        return secret;
    }
}
