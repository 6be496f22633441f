package dev.meridian.local.events;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event of a source, or the reason why there is none to send.
 *
 * @param line where it ends in its file, counted from 1
 * @param event as the gateway takes it; null where the line cannot be read
 * @param fault why not, for a person; null where it can
 */
public record EventLine(
        long line, @Nullable ObjectNode event, @Nullable String fault) {

    /** A line that holds an event, whether or not the platform will take it. */
    public static EventLine of(long line, ObjectNode event) {
        return new EventLine(line, event, null);
    }

    /** A line that holds none. */
    public static EventLine unreadable(long line, String fault) {
        return new EventLine(line, null, fault);
    }

    /** The sender's id of the event; empty where it has none that can be read. */
    public String id() {
        return event == null ? "" : event.path("id").asString("");
    }
}
