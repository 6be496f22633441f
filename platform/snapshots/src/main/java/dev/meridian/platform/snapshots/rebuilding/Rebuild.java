package dev.meridian.platform.snapshots.rebuilding;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild has come.
 *
 * @param rebuildId names it
 * @param reason why it began
 * @param state where it stands
 * @param percent how much of the owner's subjects it has been told, estimated from their random ids; 100 at the end
 * @param subjects how many subjects it was told all about
 * @param corrected how many rows were wrong and were put right
 * @param startedAt when it was asked for
 * @param changedAt when it last moved
 * @param finishedAt when it ended; null before
 */
public record Rebuild(
        UUID rebuildId,
        Reason reason,
        State state,
        int percent,
        long subjects,
        long corrected,
        Instant startedAt,
        Instant changedAt,
        @Nullable Instant finishedAt) {

    /** Why a rebuild began. */
    public enum Reason {
        /** Somebody asked for it. */
        @JsonProperty("asked")
        ASKED,
        /** Kafka no longer held events that were never read. */
        @JsonProperty("lost")
        LOST,
        /** Single events are missing. */
        @JsonProperty("gap")
        GAP
    }

    /** Where a rebuild stands. */
    public enum State {
        /** It goes on. */
        @JsonProperty("running")
        RUNNING,
        /** Somebody stopped it; it can go on. */
        @JsonProperty("stopped")
        STOPPED,
        /** It was not told everything, and another one begins anew. */
        @JsonProperty("failed")
        FAILED,
        /** It has been told everything. */
        @JsonProperty("finished")
        FINISHED
    }
}
