package dev.meridian.platform.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextsTests {

    private static final ProblemTexts TEXTS = new ProblemTexts(List.of(ProblemTexts.STANDARD_BUNDLE));

    @ParameterizedTest
    @EnumSource(StandardProblem.class)
    void every_problem_speaks_both_languages(StandardProblem type) {
        ProblemBody english = TEXTS.body(Problem.of(type, 1), Locale.ENGLISH, "r");
        ProblemBody chinese = TEXTS.body(Problem.of(type, 1), Locale.SIMPLIFIED_CHINESE, "r");

        assertThat(List.of(english.title(), english.detail()))
                .allSatisfy(text -> assertThat(text)
                        .isNotEqualTo(type.code().replace('_', ' '))
                        .matches("\\p{ASCII}+"));
        assertThat(List.of(chinese.title(), chinese.detail()))
                .allSatisfy(text -> assertThat(text).containsPattern("\\p{IsHan}"));
    }

    @Test
    void both_languages_have_the_same_texts() {
        ResourceBundle english = ResourceBundle.getBundle(ProblemTexts.STANDARD_BUNDLE, Locale.ROOT);
        ResourceBundle chinese = ResourceBundle.getBundle(ProblemTexts.STANDARD_BUNDLE, Locale.SIMPLIFIED_CHINESE);

        assertThat(chinese.keySet()).isEqualTo(english.keySet()).isNotEmpty();
        assertThat(english.keySet())
                .allSatisfy(key -> assertThat(chinese.getString(key)).isNotEqualTo(english.getString(key)));
    }

    @ParameterizedTest
    @CsvSource({
        "zh-CN,                      zh-CN",
        "zh-Hant-TW,                 zh-CN",
        "'zh;q=0.4, en;q=0.5',       en",
        "'fr, zh;q=0.5, en;q=0.1',   zh-CN",
        "'zh;q=0, en;q=0.1',         en",
        "fr,                         en",
        "zhx,                        en",
        "*,                          en",
        "'',                         en",
        "'zh;q=many',                en",
        "'\u0000',                   en",
    })
    void a_caller_gets_the_first_language_it_asks_for_that_there_is(String asked, String spoken) {
        assertThat(ProblemTexts.language(asked).toLanguageTag()).isEqualTo(spoken);
    }

    @Test
    void who_asks_for_no_language_gets_english() {
        assertThat(ProblemTexts.language(null)).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void what_is_worth_repeating_says_when_and_nothing_else_does() {
        assertThat(StandardProblem.values())
                .allSatisfy(
                        type -> assertThat(type.retryAfterSeconds().isPresent()).isEqualTo(type.retryable()));
    }
}
