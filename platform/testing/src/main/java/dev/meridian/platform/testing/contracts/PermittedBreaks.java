package dev.meridian.platform.testing.contracts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code contracts/released/CHANGES}: which breaks of the released contracts are meant, each with its reason.
 * Its head says how it is written.
 *
 * @param entries in the order of the file
 */
record PermittedBreaks(List<Entry> entries) {

    private static final String PREFIX_MARK = " *";

    PermittedBreaks {
        entries = List.copyOf(entries);
    }

    /**
     * One permission.
     *
     * @param line the break as the comparison prints it, or its beginning followed by {@code " *"}
     * @param reason why callers may be broken
     */
    record Entry(String line, String reason) {

        boolean permits(String broken) {
            return line.endsWith(PREFIX_MARK)
                    ? broken.startsWith(line.substring(0, line.length() - PREFIX_MARK.length()))
                    : broken.equals(line);
        }
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming an entry without a reason, or a reason without an entry
     */
    static PermittedBreaks parse(String text) {
        List<Entry> entries = new ArrayList<>();
        @Nullable String line = null;
        StringBuilder reason = new StringBuilder();
        for (String read : (text + "\nend").lines().toList()) {
            if (read.isBlank() || read.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(read.charAt(0))) {
                if (line == null) {
                    throw new IllegalArgumentException("a reason without an entry above it: " + read.strip());
                }
                reason.append(reason.isEmpty() ? "" : " ").append(read.strip());
                continue;
            }
            if (line != null) {
                if (reason.isEmpty()) {
                    throw new IllegalArgumentException("no reason is given for: " + line);
                }
                entries.add(new Entry(line, reason.toString()));
                reason.setLength(0);
            }
            line = read.strip();
        }
        return new PermittedBreaks(entries);
    }

    /** The breaks that no entry permits. */
    List<String> notPermitted(List<String> breaks) {
        return breaks.stream()
                .filter(broken -> entries.stream().noneMatch(entry -> entry.permits(broken)))
                .toList();
    }

    /** The entries that permit nothing: what they name is not broken. */
    List<String> useless(List<String> breaks) {
        return entries.stream()
                .filter(entry -> breaks.stream().noneMatch(entry::permits))
                .map(Entry::line)
                .toList();
    }
}
