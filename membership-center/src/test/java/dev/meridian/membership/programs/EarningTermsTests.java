package dev.meridian.membership.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarningTermsTests {

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
        assertThat(terms(rate, null, null).reckon(amount)).isEqualTo(new Reckoning.Points(points));
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
    void an_amount_that_earns_nothing_says_why(BigDecimal amount, NoPoints reason) {
        assertThat(terms(BigDecimal.ONE, null, null).reckon(amount)).isEqualTo(new Reckoning.Nothing(reason));
    }

    @Test
    void the_minimum_itself_earns_and_less_does_not() {
        EarningTerms terms = terms(BigDecimal.ONE, new BigDecimal("10"), null);

        assertThat(terms.reckon(new BigDecimal("9.99"))).isEqualTo(new Reckoning.Nothing(NoPoints.BELOW_MINIMUM));
        assertThat(terms.reckon(new BigDecimal("10.00"))).isEqualTo(new Reckoning.Points(10));
    }

    @Test
    void no_order_earns_more_than_the_maximum() {
        EarningTerms terms = terms(BigDecimal.TEN, null, 500L);

        assertThat(terms.reckon(new BigDecimal("49.9"))).isEqualTo(new Reckoning.Points(499));
        assertThat(terms.reckon(new BigDecimal("9000000"))).isEqualTo(new Reckoning.Points(500));
    }

    @Test
    void a_rate_of_zero_earns_nothing() {
        assertThat(terms(BigDecimal.ZERO, null, null).reckon(BigDecimal.TEN))
                .isEqualTo(new Reckoning.Nothing(NoPoints.ROUNDS_TO_ZERO));
    }

    @Test
    void points_end_with_the_day_on_which_their_validity_is_over() {
        EarningTerms year = new EarningTerms("order.paid", "amount", BigDecimal.ONE, null, null, Period.parse("P1Y"));

        assertThat(year.expiry(Instant.parse("2026-11-22T08:15:00Z"))).contains(Instant.parse("2027-11-23T00:00:00Z"));
        assertThat(year.expiry(Instant.parse("2028-02-29T23:59:59Z"))).contains(Instant.parse("2029-03-01T00:00:00Z"));
        assertThat(terms(BigDecimal.ONE, null, null).expiry(Instant.EPOCH)).isEmpty();
    }

    @Test
    void the_same_terms_in_other_digits_are_the_same() {
        assertThat(terms(new BigDecimal("1.50"), new BigDecimal("10"), 5L))
                .isEqualTo(terms(new BigDecimal("1.5"), new BigDecimal("1e1"), 5L));
    }

    private static EarningTerms terms(BigDecimal rate, BigDecimal minimum, Long maximum) {
        return new EarningTerms("order.paid", "amount", rate, minimum, maximum, null);
    }
}
