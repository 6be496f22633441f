package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what a filter or the container refused with nothing but a status. */
@Controller
final class ProblemErrorController implements ErrorController {

    private final Problems problems;

    ProblemErrorController(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        problems.write(
                Problem.of(
                        status instanceof Integer code
                                ? StandardProblem.ofStatus(code)
                                : StandardProblem.INTERNAL_ERROR),
                request,
                response);
    }
}
