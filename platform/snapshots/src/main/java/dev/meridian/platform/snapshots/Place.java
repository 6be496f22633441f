package dev.meridian.platform.snapshots;

import java.time.Instant;
import java.util.UUID;

/** Where a fact stands among the facts about a subject: by its time, then by its id as PostgreSQL orders ids. */
public record Place(Instant time, UUID id) {}
