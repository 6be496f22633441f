package dev.meridian.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.meridian.platform.testing.fixtures.bad.BadCenter;
import dev.meridian.platform.testing.fixtures.good.GoodCenter;
import dev.meridian.platform.testing.fixtures.other.ForeignThing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CenterRulesTests {

    private static final List<String> OTHERS = List.of(ForeignThing.class.getPackageName());
    private static final JavaClasses BAD = new ClassFileImporter().importPackagesOf(BadCenter.class);
    private static final JavaClasses GOOD = new ClassFileImporter().importPackagesOf(GoodCenter.class);
    private static final List<String> FOUND =
            new CenterRules(BadCenter.class.getPackageName(), OTHERS, false, Map.of()).violations(BAD);

    @ParameterizedTest
    @CsvSource({
        "fixtures.bad.points.storage, features are flat",
        "DomainKnowsSpring, know no framework",
        "ReadsInstantNow, the clock is injected",
        "ReadsLocalDateNow, the clock is injected",
        "ReadsMillis, the clock is injected",
        "MakesClock, the clock is injected",
        "UsesOldDate, the clock is injected",
        "UsesOldDate, java.time says",
        "InjectsField, one constructor",
        "InjectsBySetter, one constructor",
        "UsesReactor, plain code",
        "UsesForeign, never classes",
        "PointsManager, what the thing does",
        "PublicController, only the web",
        "Endpoint, what the thing does",
        "points.unmarked, @NullMarked",
        "points.util, says nothing"
    })
    void a_rule_names_what_breaks_it(String culprit, String reason) {
        assertThat(FOUND).anySatisfy(text -> assertThat(text).contains(culprit).contains(reason));
    }

    @Test
    void code_that_keeps_the_rules_passes() {
        assertThat(new CenterRules(GoodCenter.class.getPackageName(), OTHERS, false, Map.of()).violations(GOOD))
                .isEmpty();
    }

    @Test
    void a_package_with_more_types_than_a_reader_keeps_in_mind_is_named_unless_it_is_an_exception() {
        assertThat(FOUND).anySatisfy(text -> assertThat(text).contains("fixtures.bad.crowd has 16 types"));
        assertThat(crowdFaults(Map.of("crowd", 16))).isEmpty();
    }

    @Test
    void an_exception_that_is_not_needed_any_more_is_named() {
        assertThat(crowdFaults(Map.of("crowd", 16, "points", 16)))
                .singleElement()
                .asString()
                .contains("fixtures.bad.points");
        assertThat(crowdFaults(Map.of("crowd", 16, "gone", 16)))
                .singleElement()
                .asString()
                .contains("has 0 types");
    }

    private static List<String> crowdFaults(Map<String, Integer> exceptions) {
        return new CenterRules(BadCenter.class.getPackageName(), OTHERS, false, exceptions)
                .violations(BAD).stream()
                        .filter(text -> text.contains(" types"))
                        .toList();
    }

    @Test
    void the_gateway_may_use_reactor_and_nothing_else_more() {
        List<String> loosened =
                new CenterRules(BadCenter.class.getPackageName(), OTHERS, true, Map.of()).violations(BAD);
        assertThat(loosened)
                .hasSize(FOUND.size() - 1)
                .noneSatisfy(text -> assertThat(text).contains("plain code"));
    }

    @Test
    void a_center_without_classes_is_an_error_and_not_a_pass() {
        CenterRules nowhere = new CenterRules("dev.meridian.nowhere", OTHERS, false, Map.of());
        assertThatThrownBy(() -> nowhere.violations(GOOD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.meridian.nowhere");
    }

    @Test
    void every_library_package_that_a_rule_names_exists() {
        assertThatCode(() -> {
                    NamedPackages.ON_EVERY_CLASS_PATH.forEach(NamedPackages::requireClass);
                    NamedPackages.HERE_ONLY.forEach(NamedPackages::requireClass);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_package_that_does_not_exist_is_an_error() {
        assertThatThrownBy(() -> NamedPackages.requireClass("reactor", "reactor.core.Moved"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NamedPackages.requireClass("reactor", "java.lang.String"))
                .isInstanceOf(AssertionError.class);
    }
}
