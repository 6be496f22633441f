package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Answers what the container refuses before any filter sees it, such as a path that cannot be decoded. */
final class ProblemReportValve extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;

    private final Problems problems;

    ProblemReportValve(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            problems.write(Problem.of(StandardProblem.ofStatus(status)), request, response);
        } catch (IOException e) {
            // The caller has gone: there is nobody to answer.
            container.getLogger().debug("The answer to a refused request could not be written");
        }
    }
}
