package dev.meridian.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One section of {@code docs/security/callers.md}: whom each operation admits, as a running center answered. */
final class CallerTable {

    /** With this system property set, a test writes its section instead of failing over it. */
    private static final String WRITE = "meridian.callers.write";

    private static final String HEAD = """
            | Operation | Scope | Service | Staff | Customer itself | Another customer | Without the scope | No token | Foreign, forged or overreaching token |
            |---|---|---|---|---|---|---|---|---|
            """;

    private final String section;
    private final Path file;

    private CallerTable(String section, Path file) {
        this.section = section;
        this.file = file;
    }

    static CallerTable of(String section) {
        return new CallerTable(section, ProjectRoot.find().resolve("docs/security/callers.md"));
    }

    /** Fails the test when the table of the section is not this one. */
    void requireCommitted(List<CallerMatrix.Row> rows) {
        String found = table(rows);
        String document = read();
        Matcher written = Pattern.compile("(?<=## " + Pattern.quote(section) + "\n\n)(\\|.*\n)*")
                .matcher(document);
        boolean known = written.find();
        if (known && written.group().equals(found)) {
            return;
        }
        if (Boolean.getBoolean(WRITE)) {
            write(
                    known
                            ? document.substring(0, written.start()) + found + document.substring(written.end())
                            : document + "\n## " + section + "\n\n" + found);
            return;
        }
        throw new AssertionError(
                "docs/security/callers.md does not say of %s what is so. Run this test with -D%s=true to write:%n%s"
                        .formatted(section, WRITE, found));
    }

    private static String table(List<CallerMatrix.Row> rows) {
        StringBuilder table = new StringBuilder(HEAD);
        for (CallerMatrix.Row row : rows) {
            table.append("| `")
                    .append(row.operation())
                    .append("` | `")
                    .append(row.scope())
                    .append("` | ")
                    .append(String.join(" | ", row.cells()))
                    .append(" |\n");
        }
        return table.toString();
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String document) {
        try {
            Files.writeString(file, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
