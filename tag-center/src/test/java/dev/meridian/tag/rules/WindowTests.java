package dev.meridian.tag.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTests {

    @Test
    void a_fact_leaves_at_the_first_instant_whose_window_begins_at_it() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            int months = random.nextInt(15);
            Duration exact = random.nextBoolean() || months == 0
                    ? Duration.ofMinutes(1 + random.nextInt(100_000))
                    : Duration.ZERO;
            Window.Within window = new Window.Within("any", months, exact);
            Instant fact = random.nextInt(3) == 0
                    // The first instant of a month is where a short month's end is reached early.
                    ? Instant.parse("20%02d-%02d-01T00:00:00Z"
                                    .formatted(20 + random.nextInt(9), 1 + random.nextInt(12)))
                            .minus(exact)
                    : Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(4 * 366 * 86_400));

            Instant leaves = window.leavesAt(fact);
            assertThat(window.beginsAfter(leaves)).as("seed %s", seed).isAfterOrEqualTo(fact);
            assertThat(window.beginsAfter(leaves.minusNanos(1)))
                    .as("seed %s", seed)
                    .isBefore(fact);
        }
    }

    @Test
    void the_beginning_of_a_window_never_steps_back() {
        for (int months = 1; months <= 13; months++) {
            Window.Within window = new Window.Within("any", months, Duration.ZERO);
            Instant before = Instant.MIN;
            for (Instant now = Instant.parse("2027-01-01T00:00:00Z");
                    now.isBefore(Instant.parse("2029-01-01T00:00:00Z"));
                    now = now.plus(Duration.ofHours(5))) {
                Instant begins = window.beginsAfter(now);
                assertThat(begins).isAfterOrEqualTo(before);
                before = begins;
            }
        }
    }

    @Test
    void what_left_on_28_march_does_not_return_on_29_march() {
        Window.Within month = new Window.Within("P1M", 1, Duration.ZERO);
        Instant fact = Instant.parse("2027-02-28T09:30:00Z");
        assertThat(month.leavesAt(fact)).isEqualTo("2027-03-28T09:30:00Z");
        assertThat(month.beginsAfter(Instant.parse("2027-03-29T09:00:00Z"))).isEqualTo("2027-03-01T00:00:00Z");
    }

    @Test
    void a_month_back_is_the_same_day_and_time_where_there_is_one() {
        Window.Within quarter = new Window.Within("P3M", 3, Duration.ZERO);
        assertThat(quarter.beginsAfter(Instant.parse("2026-11-22T08:00:00Z"))).isEqualTo("2026-08-22T08:00:00Z");
        assertThat(quarter.leavesAt(Instant.parse("2026-08-22T08:00:00Z"))).isEqualTo("2026-11-22T08:00:00Z");
    }

    @Test
    void between_takes_its_first_instant_and_leaves_out_its_second() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant to = Instant.parse("2026-02-01T00:00:00Z");
        Window.Between january = new Window.Between(from, to);
        assertThat(january.admits(from)).isTrue();
        assertThat(january.admits(to.minusNanos(1))).isTrue();
        assertThat(january.admits(to)).isFalse();
        assertThat(january.leavesAt(from)).isNull();
    }
}
