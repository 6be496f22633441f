package dev.meridian.membership.earning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.programs.EarningTerms;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculatedPointsTests {

    @ParameterizedTest
    @CsvSource({
        "1, 1299.99, 1299",
        "1, 1, 1",
        "1, 29.33, 29",
        "1.5, 33.33, 49",
        "0.1, 19.99, 1",
        "1000000, 0.000001, 1",
        "1, 999999999999, 999999999999"
    })
    void fractions_of_a_point_are_dropped(BigDecimal rate, BigDecimal amount, long points) {
        assertThat(CalculatedPoints.of(terms(rate, null, null), amount)).isEqualTo(new CalculatedPoints.Points(points));
    }

    @ParameterizedTest
    @CsvSource({
        "0, AMOUNT_NOT_POSITIVE",
        "0.00, AMOUNT_NOT_POSITIVE",
        "-5, AMOUNT_NOT_POSITIVE",
        "0.99, ROUNDS_TO_ZERO",
        "1e-999999999, ROUNDS_TO_ZERO",
        "1e999999999, AMOUNT_OUT_OF_RANGE",
        "9999999999999999, AMOUNT_OUT_OF_RANGE",
        "1000000000001, AMOUNT_OUT_OF_RANGE"
    })
    void an_amount_that_earns_nothing_says_why(BigDecimal amount, DeclineReason reason) {
        assertThat(CalculatedPoints.of(terms(BigDecimal.ONE, null, null), amount))
                .isEqualTo(new CalculatedPoints.None(reason));
    }

    @Test
    void the_minimum_itself_earns_and_less_does_not() {
        EarningTerms terms = terms(BigDecimal.ONE, new BigDecimal("10"), null);

        assertThat(CalculatedPoints.of(terms, new BigDecimal("9.99")))
                .isEqualTo(new CalculatedPoints.None(DeclineReason.BELOW_MINIMUM));
        assertThat(CalculatedPoints.of(terms, new BigDecimal("10.00"))).isEqualTo(new CalculatedPoints.Points(10));
    }

    @Test
    void no_order_earns_more_than_the_maximum() {
        EarningTerms terms = terms(BigDecimal.TEN, null, 500L);

        assertThat(CalculatedPoints.of(terms, new BigDecimal("49.9"))).isEqualTo(new CalculatedPoints.Points(499));
        assertThat(CalculatedPoints.of(terms, new BigDecimal("9000000"))).isEqualTo(new CalculatedPoints.Points(500));
    }

    @Test
    void a_rate_of_zero_earns_nothing() {
        assertThat(CalculatedPoints.of(terms(BigDecimal.ZERO, null, null), BigDecimal.TEN))
                .isEqualTo(new CalculatedPoints.None(DeclineReason.ROUNDS_TO_ZERO));
    }

    private static EarningTerms terms(BigDecimal rate, BigDecimal minimum, Long maximum) {
        return new EarningTerms("order.paid", "amount", rate, minimum, maximum, null);
    }
}
