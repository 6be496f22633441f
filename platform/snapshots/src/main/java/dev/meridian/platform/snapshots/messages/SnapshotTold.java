package dev.meridian.platform.snapshots.messages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.platform.snapshots.ToldPart.Covered;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is known about a subject. Parts of one subject come in order, as they have one key.
 *
 * @param subject whom it is about
 * @param number from 0
 * @param last whether the subject has no further part
 * @param streams how far the subject's live events had come when this part was read
 * @param settled how far they had come when the first part was read: who has all parts knows the effect of every event up
 *     to there. Given with the last part
 * @param covered between which places all facts of the subject are in this part; absent where none are
 * @param events what is told again
 */
public record SnapshotTold(
        UUID runId,
        UUID subject,
        int number,
        boolean last,
        List<Stream> streams,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Stream> settled,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Covered covered,
        List<Event> events) {

    /** How far the live events of a topic and key have come. */
    public record Stream(String topic, String key, long sequence) {}

    /**
     * A live event, told again.
     *
     * @param brand absent for a fact of the whole group
     * @param body its JSON body as text, so that no number changes on the way
     */
    public record Event(
            String topic,
            String type,
            UUID id,
            String key,
            Instant time,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String brand,

            String body) {}
}
