package dev.meridian.local.events;

import java.util.stream.Stream;

/** Events in an order that is the same each time they are read. */
public interface EventSource {

    /** Another key means other content; letters, digits, hyphens and dots. */
    String key();

    /** How many lines it has. */
    long totalLines();

    /** From the first line on; the caller closes it. */
    Stream<EventLine> lines();
}
