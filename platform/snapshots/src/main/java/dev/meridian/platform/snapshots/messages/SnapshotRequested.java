package dev.meridian.platform.snapshots.messages;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks an owner to tell again.
 *
 * @param runId names the run; a run that exists goes on from where it stands
 * @param center who asks
 * @param keys only who stands behind these keys of events, 500 at most; absent: everybody
 */
public record SnapshotRequested(
        UUID runId,
        String center,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> keys) {

    /** Most keys of a request. */
    public static final int MOST_KEYS = 500;
}
