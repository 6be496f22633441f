package dev.meridian.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTests {

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\uD83D", "a\uDE00", "\uD83D\uD83D\uDE00"})
    void what_the_database_cannot_hold_is_no_text(String text) {
        assertThat(Texts.isWellFormed(text)).isFalse();
        assertThat(Texts.isPlain(text)).isFalse();
    }

    @Test
    void a_whole_pair_and_several_lines_are_text_but_a_name_has_one_line() {
        assertThat(Texts.isWellFormed("\uD83D\uDE00\n会员")).isTrue();
        assertThat(Texts.isPlain("\uD83D\uDE00\n会员")).isFalse();
        assertThat(Texts.isPlain("\uD83D\uDE00 会员")).isTrue();
    }
}
