package dev.meridian.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Counts the types of each package that is no center's, as {@link CenterRules} does for theirs: what carries the centers
 * is read more often than they are. It reads sources, because some of these modules are built after this one.
 */
class PackageSizeTests {

    private static final int MOST_TYPES = 15;

    /** Packages that wait to be cut, each with the most types it may have. */
    private static final Map<String, Integer> CROWDED = Map.of(
            "dev.meridian.platform.servers", 40,
            "dev.meridian.platform.testing", 30,
            "dev.meridian.platform.security", 16,
            "dev.meridian.local.fleet", 22);

    @Test
    void a_package_has_no_more_types_than_a_reader_keeps_in_mind() {
        Map<String, Long> tooMany = new TreeMap<>(types());
        tooMany.entrySet().removeIf(found -> found.getValue() <= CROWDED.getOrDefault(found.getKey(), MOST_TYPES));

        assertThat(tooMany)
                .as("packages with more types than they may have: cut a room out of each")
                .isEmpty();
    }

    @Test
    void an_exception_that_is_not_needed_any_more_is_named() {
        Map<String, Long> types = types();
        Set<String> idle = new TreeSet<>(CROWDED.keySet());
        idle.removeIf(name -> types.getOrDefault(name, 0L) > MOST_TYPES);

        assertThat(idle).isEmpty();
    }

    @Test
    void every_module_that_carries_the_centers_is_counted() {
        assertThat(types().keySet())
                .contains(
                        "dev.meridian.platform.kernel",
                        "dev.meridian.platform.messaging",
                        "dev.meridian.platform.web.problems",
                        "dev.meridian.local",
                        "dev.meridian.bench");
    }

    private static Map<String, Long> types() {
        Path root = ProjectRoot.find();
        try (Stream<Path> platform = Files.list(root.resolve("platform"));
                Stream<Path> deploy = Files.list(root.resolve("deploy"))) {
            return Stream.concat(Stream.concat(platform, deploy), Stream.of(root.resolve("bench")))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(PackageSizeTests::packagesOfTypes)
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The package of each type: one file is one top-level type, which the compiler's checks see to. */
    private static Stream<String> packagesOfTypes(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
