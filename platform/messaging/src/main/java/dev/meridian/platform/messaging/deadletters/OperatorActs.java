package dev.meridian.platform.messaging.deadletters;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where it is kept what operators do with events. Nothing is done to them over HTTP before it is recorded here; a center
 * has the record of the audit module.
 */
@FunctionalInterface
public interface OperatorActs {

    /**
     * Keeps the act for good, under the caller of the request that runs.
     *
     * @param action what is done, such as {@code dead_letters.redriven}
     * @param subjectKind what it is done to, such as {@code topic}
     * @param subject which one
     * @param before what it was; null where there was nothing to say
     * @param after what it shall be; null where nothing is left
     */
    void record(
            String action,
            String subjectKind,
            String subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after);
}
