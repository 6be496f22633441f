package dev.meridian.membership.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;

class EarningTermsTests {

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
