package dev.meridian.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.ProblemType;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.security.SecurityProblem;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemBundlesTests {

    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle("messages/problems", Locale.ROOT);
    private static final ResourceBundle CHINESE =
            ResourceBundle.getBundle("messages/problems", Locale.SIMPLIFIED_CHINESE);

    static Stream<ProblemType> types() {
        return Stream.concat(Stream.of(StandardProblem.values()), Stream.of(SecurityProblem.values()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_problem_of_the_platform_has_texts_in_both_languages(ProblemType type) {
        for (String part : List.of("title", "detail")) {
            String key = "problem." + type.code() + "." + part;
            assertThat(ENGLISH.getString(key)).isNotBlank();
            assertThat(CHINESE.getString(key)).isNotBlank().isNotEqualTo(ENGLISH.getString(key));
        }
    }

    @Test
    void both_languages_have_the_same_texts() {
        assertThat(CHINESE.keySet()).isEqualTo(ENGLISH.keySet());
        assertThat(ENGLISH.keySet())
                .allSatisfy(key -> assertThat(CHINESE.getString(key)).isNotEqualTo(ENGLISH.getString(key)));
    }
}
