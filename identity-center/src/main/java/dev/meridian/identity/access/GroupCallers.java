package dev.meridian.identity.access;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.tokens.Caller;

/**
 * Changes here decide who may act for which brand, so they are the group's alone: an administrator of one brand could
 * otherwise make a client for another.
 */
public final class GroupCallers {

    private GroupCallers() {}

    /** Lets callers of the group pass; throws {@code group_required} (403) for all others. */
    public static void require(Caller caller) {
        if (!caller.scope().equals(BrandScope.group())) {
            throw new ProblemException(Problem.of(AccessProblem.GROUP_REQUIRED));
        }
    }
}
