package dev.meridian.membership.earning;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTests {

    @Test
    void numbers_and_plain_decimal_texts_are_amounts() {
        assertThat(Amount.read(12)).isEqualTo(new Amount.Readable(new BigDecimal("12")));
        assertThat(Amount.read(12L)).isEqualTo(new Amount.Readable(new BigDecimal("12")));
        assertThat(Amount.read(BigInteger.valueOf(12))).isEqualTo(new Amount.Readable(new BigDecimal("12")));
        assertThat(Amount.read(new BigDecimal("12.50"))).isEqualTo(new Amount.Readable(new BigDecimal("12.50")));
        assertThat(Amount.read(" 12.50 ")).isEqualTo(new Amount.Readable(new BigDecimal("12.50")));
        assertThat(Amount.read("-3")).isEqualTo(new Amount.Readable(new BigDecimal("-3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "twelve", "1e9", "1,200", "0x10", "12.", ".5", "１２", "12 CNY", "NaN"})
    void other_texts_are_not(String text) {
        assertThat(Amount.read(text)).isEqualTo(new Amount.NotANumber());
    }

    @Test
    void neither_is_a_truth_value_or_nothing() {
        assertThat(Amount.read(true)).isEqualTo(new Amount.NotANumber());
        assertThat(Amount.read(null)).isEqualTo(new Amount.Missing());
    }
}
