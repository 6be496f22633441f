package dev.meridian.platform.messaging.deadletters;

import java.util.List;
import org.apache.kafka.common.header.Headers;

/** What a dead letter says beside the event it carries. */
public final class DeadLetterHeaders {

    /** On a redriven event: the only consumer that should look at it again. */
    public static final String REDRIVEN_FOR = "meridian_redriven_for";

    /** On an event of a key that had too many parked: it was not handled, and keeps its place in its key. */
    public static final String BEYOND = "meridian_beyond_parking";

    static final String TOPIC = "meridian_dlt_topic";
    static final String PARTITION = "meridian_dlt_partition";
    static final String OFFSET = "meridian_dlt_offset";
    static final String CONSUMER = "meridian_dlt_consumer";
    static final String EXCEPTION = "meridian_dlt_exception";
    static final String FAILED_AT = "meridian_dlt_failed_at";

    /** How often the event was redriven; absent before the first time. */
    static final String REDRIVES = "meridian_redrives";

    private DeadLetterHeaders() {}

    static void removeFrom(Headers headers) {
        for (String name : List.of(TOPIC, PARTITION, OFFSET, CONSUMER, EXCEPTION, FAILED_AT, REDRIVEN_FOR)) {
            Headers unused = headers.remove(name);
        }
    }
}
