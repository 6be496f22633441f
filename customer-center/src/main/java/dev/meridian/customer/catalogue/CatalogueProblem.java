package dev.meridian.customer.catalogue;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals of calls about event types. */
enum CatalogueProblem implements ProblemType {
    /** The type means the same for every brand. */
    EVENT_TYPE_OF_THE_GROUP,
    /** A new version takes something away. */
    EVENT_TYPE_NOT_ADDITIVE,
    TOO_MANY_EVENT_TYPES;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int status() {
        return 409;
    }
}
