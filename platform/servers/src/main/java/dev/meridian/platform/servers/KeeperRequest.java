package dev.meridian.platform.servers;

import java.util.Optional;

/**
 * What the keeper is asked: one line.
 *
 * @param server the server that is wanted
 * @param owner number and start time of the process for whose life it is wanted
 * @param lingerMillis how long the servers stay after their owners have ended
 */
record KeeperRequest(TestServer server, String owner, long lingerMillis) {

    String line(String secret) {
        return String.join("\t", secret, server.label(), owner, String.valueOf(lingerMillis)) + "\n";
    }

    /** The request of a line, when the line has the secret. */
    static Optional<KeeperRequest> parse(String line, String secret) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 4 || !parts[0].equals(secret)) {
            return Optional.empty();
        }
        return Optional.of(new KeeperRequest(TestServer.labelled(parts[1]), parts[2], Long.parseLong(parts[3])));
    }
}
