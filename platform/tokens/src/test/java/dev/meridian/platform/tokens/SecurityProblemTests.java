package dev.meridian.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecurityProblemTests {

    private static final String BUNDLE = "messages/security-problems";

    @ParameterizedTest
    @EnumSource(SecurityProblem.class)
    void every_refusal_has_texts_in_both_languages(SecurityProblem refusal) {
        for (String part : new String[] {"title", "detail"}) {
            String key = "problem." + refusal.code() + "." + part;
            assertThat(texts(Locale.ROOT).getString(key)).matches("\\p{ASCII}+");
            assertThat(texts(Locale.SIMPLIFIED_CHINESE).getString(key)).containsPattern("\\p{IsHan}");
        }
    }

    private static ResourceBundle texts(Locale language) {
        return ResourceBundle.getBundle(BUNDLE, language);
    }
}
