package dev.meridian.platform.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.modulith.core.ApplicationModules;

/**
 * The rules every center's code keeps: Spring Modulith's on its features, and ours on size, flatness, time, injection and
 * names.
 * They judge compiled main classes only.
 */
public final class ArchitectureRules {

    private final Class<?> center;
    private final boolean reactorAllowed;
    private final Map<String, Integer> crowdedPackages;

    private ArchitectureRules(Class<?> center, boolean reactorAllowed, Map<String, Integer> crowdedPackages) {
        this.center = center;
        this.reactorAllowed = reactorAllowed;
        this.crowdedPackages = Map.copyOf(crowdedPackages);
    }

    /** Fails the test unless the center of this main class keeps every rule. */
    public static void verify(Class<?> center) {
        of(center).verify();
    }

    /** The rules for the center of this main class, to be loosened where an ADR says so. */
    public static ArchitectureRules of(Class<?> center) {
        return new ArchitectureRules(center, false, Map.of());
    }

    /** The same without the rule against Reactor types; for the gateway. */
    public ArchitectureRules allowingReactor() {
        return new ArchitectureRules(center, true, crowdedPackages);
    }

    /**
     * The same with a package that has more types than a package should; for packages that wait to be cut.
     *
     * @param name the package below the center's, such as {@code profile}
     * @param types the most it may have; an exception that is not needed any more fails the test
     */
    public ArchitectureRules allowingTypes(String name, int types) {
        Map<String, Integer> more = new HashMap<>(crowdedPackages);
        more.put(name, types);
        return new ArchitectureRules(center, reactorAllowed, more);
    }

    /** Fails the test with every violation of every rule. */
    public void verify() {
        NamedPackages.requireAll();
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(center.getPackageName());
        List<String> violations = new ArrayList<>();
        try {
            ApplicationModules.of(center).verify();
        } catch (RuntimeException e) {
            violations.add(String.valueOf(e.getMessage()));
        }
        CenterRules rules = new CenterRules(
                center.getPackageName(), NamedPackages.centersOtherThan(center), reactorAllowed, crowdedPackages);
        violations.addAll(rules.violations(classes));
        if (!violations.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator() + System.lineSeparator(), violations));
        }
    }
}
