package dev.meridian.platform.problems;

/**
 * Carries a {@link Problem} out of request parsing, where there is no outcome to return it in. Business rules refuse by
 * their sealed outcomes instead.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.type().code());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
