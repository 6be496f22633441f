package dev.meridian.platform.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Our own rules for one center.
 *
 * @param base the center's package
 * @param otherCenters the packages of those whose classes it may not use
 * @param reactorAllowed whether it may use Reactor's types
 * @param crowdedPackages packages below the center's that may have more types than others, each with the most it may
 *     have
 */
record CenterRules(
        String base, List<String> otherCenters, boolean reactorAllowed, Map<String, Integer> crowdedPackages) {

    /** What a reader can keep in mind at once; the feature that outgrows it is two features. */
    private static final int MOST_TYPES = 15;

    private static final String CONFIG = "config";
    private static final String DOMAIN = "domain";

    /** What may stand below a feature: its business rules, where they are so many that they need a place of their own. */
    private static final Set<String> BELOW_A_FEATURE = Set.of(DOMAIN);

    private static final Set<String> INJECTION = Set.of(
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Value",
            "jakarta.annotation.Resource",
            "jakarta.inject.Inject");
    private static final Set<String> CONTROLLER = Set.of(
            "org.springframework.web.bind.annotation.RestController", "org.springframework.stereotype.Controller");
    private static final String VAGUE_NAME = ".*(Impl|Manager|Util|Utils|Helper|DTO|Dto|VO|Vo)";
    private static final Set<String> VAGUE_PACKAGES =
            Set.of("util", "utils", "helper", "helpers", "common", "impl", "dto", "vo", "misc");

    /** One text for each rule that is broken, naming each place. */
    List<String> violations(JavaClasses classes) {
        List<String> violations = new ArrayList<>();
        for (ArchRule rule : rules(classes)) {
            EvaluationResult result = rule.evaluate(classes);
            if (result.hasViolation()) {
                violations.add(result.getFailureReport().toString());
            }
        }
        packageFaults(classes).forEach(violations::add);
        violations.addAll(crowdFaults(classes));
        return violations;
    }

    private List<ArchRule> rules(JavaClasses classes) {
        List<ArchRule> rules = new ArrayList<>();
        Set<String> packages = packages(classes);
        for (String feature : features(packages)) {
            domain(feature, packages).ifPresent(rules::add);
        }
        rules.add(noClasses()
                .that(resideOutsideOfPackage(base + ".." + CONFIG + ".."))
                .should(TimeSources.beRead())
                .because("the clock is injected; only configuration makes one"));
        rules.add(noFields()
                .should(Annotated.withAnyOf(INJECTION))
                .allowEmptyShould(true)
                .because("dependencies come through the one constructor"));
        rules.add(noMethods()
                .that()
                .areNotStatic()
                .should(Annotated.withAnyOf(INJECTION))
                .allowEmptyShould(true)
                .because("dependencies come through the one constructor"));
        rules.add(noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        otherCenters.stream().map(other -> other + "..").toArray(String[]::new)))
                .because("centers share contracts, never classes"));
        rules.add(noClasses()
                .should()
                .dependOnClassesThat(named("java.util.Date", "java.util.Calendar", "java.text.SimpleDateFormat"))
                .because("java.time says what it means"));
        rules.add(noClasses().should().haveNameMatching(VAGUE_NAME).because("a name says what the thing does"));
        rules.addAll(controllers());
        if (!reactorAllowed) {
            rules.add(noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(NamedPackages.REACTOR + "..", NamedPackages.REACTIVE_STREAMS + ".."))
                    .because("centers are plain code on virtual threads"));
        }
        return rules;
    }

    /** Rules of the business, where a feature keeps them apart, can be read and tried without anything around them. */
    private static Optional<ArchRule> domain(String feature, Set<String> packages) {
        String domain = feature + "." + DOMAIN;
        if (!exists(domain, packages)) {
            return Optional.empty();
        }
        return Optional.of(classes()
                .that(resideInAPackage(domain + ".."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "",
                        domain + "..",
                        NamedPackages.KERNEL + "..",
                        NamedPackages.PROBLEMS + "..",
                        NamedPackages.JSPECIFY + "..",
                        NamedPackages.ERROR_PRONE + ".."))
                .because("rules of the business know no framework"));
    }

    private static List<ArchRule> controllers() {
        DescribedPredicate<JavaClass> controller = DescribedPredicate.describe(
                "are controllers", type -> CONTROLLER.stream().anyMatch(type::isAnnotatedWith));
        return List.of(
                noClasses()
                        .that(controller)
                        .should()
                        .haveModifier(JavaModifier.PUBLIC)
                        .allowEmptyShould(true)
                        .because("only the web reaches a controller"),
                classes()
                        .that(controller)
                        .should()
                        .haveSimpleNameEndingWith("Controller")
                        .allowEmptyShould(true)
                        .because("a name says what the thing does"));
    }

    /** Packages without null marking, packages that are named after nothing, and packages below a feature. */
    private List<String> packageFaults(JavaClasses classes) {
        List<String> faults = new ArrayList<>();
        for (String name : packages(classes)) {
            JavaPackage found = classes.getPackage(name);
            boolean marked = found.tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            if (!found.getClasses().isEmpty() && !marked) {
                faults.add("Package " + name + " has no package-info with @NullMarked");
            }
            Stream.of(name.substring(base.length()).split("\\."))
                    .filter(VAGUE_PACKAGES::contains)
                    .forEach(part -> faults.add("Package " + name + " is named '" + part + "', which says nothing"));
            String[] path = below(name).split("\\.");
            if (path.length > 2 || path.length == 2 && !BELOW_A_FEATURE.contains(path[1])) {
                faults.add("Package " + name + " stands below the feature " + path[0]
                        + ": features are flat, so cut out a second feature instead");
            }
        }
        return faults;
    }

    /** Packages with too many types of their own, and exceptions that no package needs any more. */
    private List<String> crowdFaults(JavaClasses classes) {
        Map<String, Long> types = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        List<String> faults = new ArrayList<>();
        for (String name : packages(classes)) {
            long found = types.getOrDefault(name, 0L);
            int most = crowdedPackages.getOrDefault(below(name), MOST_TYPES);
            if (found > most) {
                faults.add("Package " + name + " has " + found + " types, more than the " + most
                        + " it may have: cut a feature out of it");
            }
        }
        crowdedPackages.forEach((name, most) -> {
            long found = types.getOrDefault(base + "." + name, 0L);
            if (found <= MOST_TYPES) {
                faults.add("Package " + base + "." + name + " has " + found
                        + " types and needs no exception that allows " + most);
            }
        });
        return faults;
    }

    private String below(String name) {
        return name.equals(base) ? "" : name.substring(base.length() + 1);
    }

    private Set<String> packages(JavaClasses classes) {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().equals(base) || type.getPackageName().startsWith(base + ".")) {
                packages.add(type.getPackageName());
            }
        }
        if (packages.isEmpty()) {
            throw new AssertionError("There are no classes in " + base);
        }
        return packages;
    }

    private Set<String> features(Set<String> packages) {
        Set<String> features = new TreeSet<>();
        for (String name : packages) {
            if (!name.equals(base)) {
                String feature = name.substring(base.length() + 1).split("\\.")[0];
                if (!feature.equals(CONFIG)) {
                    features.add(base + "." + feature);
                }
            }
        }
        return features;
    }

    private static boolean exists(String name, Set<String> packages) {
        Predicate<String> inside = found -> found.equals(name) || found.startsWith(name + ".");
        return packages.stream().anyMatch(inside);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe("are one of " + wanted, type -> wanted.contains(type.getName()));
    }
}
