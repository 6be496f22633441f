package dev.meridian.membership.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EarningTermsTests {

    @Test
    void points_end_with_the_day_on_which_their_validity_is_over() {
        EarningTerms year = new EarningTerms("order.paid", "amount", BigDecimal.ONE, null, null, Period.parse("P1Y"));

        ZoneId shanghai = ZoneId.of("Asia/Shanghai");

        // 08:15 on the 22nd in Shanghai, and 07:59 on the 1st there although it is the 29th of February in UTC.
        assertThat(year.expiry(Instant.parse("2026-11-22T00:15:00Z"), shanghai))
                .contains(Instant.parse("2027-11-22T16:00:00Z"));
        assertThat(year.expiry(Instant.parse("2028-02-29T23:59:59Z"), shanghai))
                .contains(Instant.parse("2029-03-01T16:00:00Z"));
        assertThat(year.expiry(Instant.parse("2028-02-29T23:59:59Z"), ZoneOffset.UTC))
                .contains(Instant.parse("2029-03-01T00:00:00Z"));
        assertThat(terms(BigDecimal.ONE, null, null).expiry(Instant.EPOCH, shanghai))
                .isEmpty();
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
