package dev.meridian.platform.servers;

import java.nio.file.Path;

/**
 * The files of one server.
 *
 * @param data its data, kept between starts
 * @param log what it says
 * @param pidFile which process it is
 */
public record ServerHome(Path data, Path log, Path pidFile) {

    /** The files of the named server below a state folder: {@code data/NAME}, {@code logs/NAME.log}, {@code run/NAME.pid}. */
    public static ServerHome in(Path state, String name) {
        Path absolute = state.toAbsolutePath().normalize();
        return new ServerHome(
                absolute.resolve("data").resolve(name),
                absolute.resolve("logs").resolve(name + ".log"),
                absolute.resolve("run").resolve(name + ".pid"));
    }
}
