package dev.meridian.platform.snapshots.messages;

import java.util.UUID;

/** Asks an owner to tell no more of a run until it is requested once more. */
public record SnapshotStopped(UUID runId) {}
