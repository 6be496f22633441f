package dev.meridian.tag.segments;

import dev.meridian.platform.problems.FieldError;
import dev.meridian.tag.rules.RuleReading;
import java.util.List;

/** What came of putting a segment. */
public sealed interface PutSegmentOutcome {

    /** There was none of this key. */
    record Created(Segment segment) implements PutSegmentOutcome {}

    /** There was one, and its draft is now as asked for. */
    record Stored(Segment segment) implements PutSegmentOutcome {}

    /** It is archived; nothing was stored. */
    record Archived() implements PutSegmentOutcome {}

    /** The rule cannot be read; nothing was stored. */
    record BadRule(RuleReading.Refused reading) implements PutSegmentOutcome {}

    /** Something besides the rule is wrong; nothing was stored. */
    record BadRequest(List<FieldError> errors) implements PutSegmentOutcome {

        public BadRequest {
            errors = List.copyOf(errors);
        }
    }
}
