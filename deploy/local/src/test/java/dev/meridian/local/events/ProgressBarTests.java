package dev.meridian.local.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTests {

    private final StringWriter shown = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void share_count_rate_and_time_left_are_shown() {
        ProgressBar bar = new ProgressBar(new PrintWriter(shown), "events", false, nanos::get);
        bar.begin(10_000, 0, 0);
        after(10);
        bar.reached(2_500, 2_490, 10);
        assertThat(shown.toString())
                .contains("[#######.......................]  25 %")
                .contains("2,490 events  250/s  0:30 left  10 rejected");
    }

    @Test
    void what_earlier_runs_did_does_not_flatter_the_rate() {
        ProgressBar bar = new ProgressBar(new PrintWriter(shown), "events", false, nanos::get);
        bar.begin(10_000, 5_000, 0);
        after(10);
        bar.reached(6_000, 6_000, 0);
        assertThat(shown.toString()).contains(" 60 %").contains("100/s  0:40 left");
    }

    @Test
    void elsewhere_than_on_a_terminal_a_line_comes_every_few_seconds() {
        ProgressBar bar = new ProgressBar(new PrintWriter(shown), "events", false, nanos::get);
        bar.begin(100, 0, 0);
        for (int i = 1; i <= 100; i++) {
            after(1);
            bar.reached(i, i, 0);
        }
        bar.end();
        assertThat(shown.toString().lines()).hasSizeBetween(15, 25);
        assertThat(shown.toString()).doesNotContain("\r");
    }

    @Test
    void on_a_terminal_one_line_changes() {
        ProgressBar bar = new ProgressBar(new PrintWriter(shown), "events", true, nanos::get);
        bar.begin(0, 0, 0);
        bar.end();
        assertThat(shown.toString()).startsWith("\r").contains("100 %").endsWith(System.lineSeparator());
    }

    private void after(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
