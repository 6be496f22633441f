package dev.meridian.platform.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the parent POM. */
final class ProjectRoot {

    /** Set by the build; absent when a test runs from an editor. */
    private static final String PROPERTY = "meridian.root";

    private static final String MARK = ".mvn";

    private ProjectRoot() {}

    static Path find() {
        String given = System.getProperty(PROPERTY, "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new IllegalStateException("This test does not run inside the project");
    }
}
