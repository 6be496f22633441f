package dev.meridian.platform.security;

import dev.meridian.platform.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes the answer to a request that is refused before it reaches a controller. */
@FunctionalInterface
public interface RefusalWriter {

    /** Sets status and body; headers that were set before stay. */
    void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException;
}
