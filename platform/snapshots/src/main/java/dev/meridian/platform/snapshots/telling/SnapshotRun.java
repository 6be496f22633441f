package dev.meridian.platform.snapshots.telling;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of telling again that this process works on.
 *
 * @param keys only who stands behind these; null for everybody
 * @param requestedAt when it was first asked for
 * @param reached the last subject told; null before the first
 * @param subjects how many were told
 * @param lease proves that the run is still this process's
 */
record SnapshotRun(
        UUID id,
        @Nullable List<String> keys,
        Instant requestedAt,
        @Nullable UUID reached,
        long subjects,
        UUID lease) {

    SnapshotRun after(UUID subject, int more) {
        return new SnapshotRun(id, keys, requestedAt, subject, subjects + more, lease);
    }
}
