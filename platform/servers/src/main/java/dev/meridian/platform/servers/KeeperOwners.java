package dev.meridian.platform.servers;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The processes for whose life the test servers are kept, and how long after that. */
final class KeeperOwners {

    private final Set<String> owners = new HashSet<>();
    private Duration linger;
    private long lastSeen;

    KeeperOwners(String first, long lingerMillis) {
        owners.add(first);
        linger = Duration.ofMillis(lingerMillis);
        lastSeen = System.nanoTime();
    }

    /** Takes another owner; of all wishes the longest to linger counts. */
    synchronized void add(KeeperRequest request) {
        owners.add(request.owner());
        Duration wish = Duration.ofMillis(request.lingerMillis());
        linger = wish.compareTo(linger) > 0 ? wish : linger;
        lastSeen = System.nanoTime();
    }

    /** Whether every owner has ended, long enough ago. */
    synchronized boolean allGone() {
        owners.removeIf(
                owner -> PidFile.parse(owner).filter(HostSystem::isRunning).isEmpty());
        if (!owners.isEmpty()) {
            lastSeen = System.nanoTime();
            return false;
        }
        return System.nanoTime() - lastSeen > linger.toNanos();
    }
}
