package dev.meridian.platform.snapshots.messages;

import java.util.UUID;

/**
 * Says that a run has told everything.
 *
 * @param subjects how many subjects it was about
 */
public record SnapshotEnded(UUID runId, long subjects) {}
