package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.junit.jupiter.api.Test;

class ProblemTextsTests {

    private static final String BUNDLE = "messages.gateway-problems";

    @Test
    void every_problem_has_its_texts_in_both_languages() {
        ResourceBundle english = bundle(Locale.ROOT);
        ResourceBundle chinese = bundle(Locale.SIMPLIFIED_CHINESE);

        assertThat(chinese.keySet()).isEqualTo(english.keySet()).isNotEmpty();
        assertThat(english.keySet()).allSatisfy(key -> {
            assertThat(english.getString(key)).isNotBlank().matches("\\p{ASCII}*");
            assertThat(chinese.getString(key)).containsPattern("\\p{IsHan}");
        });
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }
}
