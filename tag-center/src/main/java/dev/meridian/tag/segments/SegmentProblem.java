package dev.meridian.tag.segments;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Why a segment cannot be changed as asked. */
public enum SegmentProblem implements ProblemType {
    /** It is archived, and stays so. */
    SEGMENT_ARCHIVED,
    /** It is paused: it has to be resumed first. */
    SEGMENT_PAUSED,
    /** No version of it is in force. */
    SEGMENT_NOT_PUBLISHED;

    private static final int CONFLICT = 409;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int status() {
        return CONFLICT;
    }
}
