package dev.meridian.platform.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a child process is started. It inherits nothing of our environment but the few variables every program needs.
 *
 * @param name how people call it
 * @param command program and arguments
 * @param environment variables it gets beside those few
 * @param directory its working directory; made when absent
 * @param log file its output is appended to
 * @param pidFile file that remembers it, so that it is found again by a later run
 */
public record ProcessPlan(
        String name, List<String> command, Map<String, String> environment, Path directory, Path log, Path pidFile) {

    /** Copies what it is given. */
    public ProcessPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return name + " " + command;
    }
}
