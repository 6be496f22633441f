package dev.meridian.platform.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The packages that the rules name. A rule about a package that does not exist passes without a word, so each name here
 * is checked: those of the platform and of libraries against the class path, those of centers against the sources.
 */
final class NamedPackages {

    static final String KERNEL = "dev.meridian.platform.kernel";
    static final String PROBLEMS = "dev.meridian.platform.problems";
    static final String JSPECIFY = "org.jspecify.annotations";
    static final String ERROR_PRONE = "com.google.errorprone.annotations";
    static final String REACTOR = "reactor";
    static final String REACTIVE_STREAMS = "org.reactivestreams";

    /** Library packages, each with a class that must be there; Reactor's are looked for by this module's own tests. */
    static final Map<String, String> ON_EVERY_CLASS_PATH = Map.of(
            KERNEL, "dev.meridian.platform.kernel.TypedId",
            PROBLEMS, "dev.meridian.platform.problems.Problem",
            JSPECIFY, "org.jspecify.annotations.NullMarked");

    static final Map<String, String> HERE_ONLY = Map.of(
            REACTOR, "reactor.core.publisher.Mono",
            REACTIVE_STREAMS, "org.reactivestreams.Publisher",
            ERROR_PRONE, "com.google.errorprone.annotations.CanIgnoreReturnValue");

    private static final Map<String, String> CENTERS = new TreeMap<>(Map.of(
            "identity-center", "dev.meridian.identity",
            "customer-center", "dev.meridian.customer",
            "membership-center", "dev.meridian.membership",
            "tag-center", "dev.meridian.tag",
            "gateway", "dev.meridian.gateway"));

    private NamedPackages() {}

    /** Base packages of the centers that the class is not in. */
    static List<String> centersOtherThan(Class<?> center) {
        return CENTERS.values().stream()
                .filter(base -> !center.getPackageName().equals(base)
                        && !center.getPackageName().startsWith(base + "."))
                .toList();
    }

    /** Fails when a rule would judge by a package that is not there. */
    static void requireAll() {
        ON_EVERY_CLASS_PATH.forEach(NamedPackages::requireClass);
        Path root = ProjectRoot.find();
        CENTERS.forEach((module, base) -> {
            Path sources = root.resolve(module).resolve("src/main/java").resolve(base.replace('.', '/'));
            if (!Files.isDirectory(sources)) {
                throw new AssertionError("An architecture rule names " + base + ", which " + module + " has not");
            }
        });
    }

    static void requireClass(String inPackage, String className) {
        try {
            Class<?> found = Class.forName(className, false, NamedPackages.class.getClassLoader());
            if (!found.getName().startsWith(inPackage + ".")) {
                throw new AssertionError(className + " is not in " + inPackage);
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError("An architecture rule names " + inPackage + ", which is not there", e);
        }
    }
}
