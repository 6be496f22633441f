package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL and Elasticsearch refuse to run as root. Where we are root, they run as the account that owns nothing,
 * and their folders are given to it. Where we are an ordinary user, they run as that user.
 */
final class LesserAccount {

    private static final int NOBODY = 65534;

    /** Lets it look into our folders where these are closed to others (a checkout below /root), but not write there. */
    private static final List<String> LOOK_EVERYWHERE =
            List.of("--securebits=+no_setuid_fixup", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search");

    private LesserAccount() {}

    /** Makes a folder (made when absent) or file, and everything in it, belong to the account the server runs as. */
    static void own(Path folder) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder);
            }
            if (!isRoot()) {
                return;
            }
            try (Stream<Path> all = Files.walk(folder)) {
                all.forEach(LesserAccount::chown);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + folder, e);
        }
    }

    /**
     * A command as the account may run it.
     *
     * @param command program and arguments
     * @param reads what the program must be able to read
     */
    static List<String> run(List<String> command, Path... reads) {
        if (!isRoot()) {
            return command;
        }
        String setpriv = HostSystem.onPath("setpriv")
                .map(Path::toString)
                .orElseThrow(() -> new ServerException(
                        "we are root, and this server refuses to run as root: install setpriv (util-linux), or be an"
                                + " ordinary user"));
        List<String> plain = List.of(setpriv, "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        List<String> wrapped = new ArrayList<>(plain);
        if (!reaches(plain, reads)) {
            wrapped.addAll(LOOK_EVERYWHERE);
            if (!reaches(wrapped, reads)) {
                throw new ServerException("the account nobody cannot read " + List.of(reads)
                        + ": move the checkout to a folder others may enter, or be an ordinary user");
            }
        }
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean reaches(List<String> prefix, Path... reads) {
        List<String> probe = new ArrayList<>(prefix);
        probe.addAll(List.of("/bin/sh", "-c", "for each; do [ -r \"$each\" ] || exit 1; done", "probe"));
        for (Path each : reads) {
            probe.add(each.toAbsolutePath().toString());
        }
        return HostSystem.run(probe) == 0;
    }

    private static void chown(Path path) {
        try {
            Path ignored = Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            Path also = Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give away " + path, e);
        }
    }

    private static boolean isRoot() {
        if (!HostSystem.isLinux()) {
            return false;
        }
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell which account we run as", e);
        }
    }
}
