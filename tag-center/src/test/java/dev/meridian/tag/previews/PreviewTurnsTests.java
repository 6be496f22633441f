package dev.meridian.tag.previews;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PreviewTurnsTests {

    private static final BrandScope AURORA = BrandScope.of(new Brand("aurora"));
    private static final BrandScope BOREAL = BrandScope.of(new Brand("boreal"));
    private static final BrandScope CASCADE = BrandScope.of(new Brand("cascade"));

    @Test
    void a_brand_that_asks_often_leaves_a_turn_to_another() {
        PreviewTurns turns = new PreviewTurns(2, Duration.ofMillis(20));
        assertThat(turns.take(AURORA)).isTrue();

        assertThat(turns.take(AURORA)).isFalse();
        assertThat(turns.take(BOREAL)).isTrue();
        assertThat(turns.take(CASCADE)).as("no more than two at once").isFalse();

        turns.giveBack(AURORA);
        assertThat(turns.take(CASCADE)).isTrue();
        turns.giveBack(BOREAL);
        assertThat(turns.take(AURORA)).isTrue();
    }

    @Test
    void everyone_has_a_turn_in_time() throws Exception {
        PreviewTurns turns = new PreviewTurns(2, Duration.ofSeconds(30));
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            List<Future<Boolean>> asking = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                BrandScope scope = List.of(AURORA, AURORA, BOREAL, CASCADE).get(i % 4);
                asking.add(threads.submit(() -> {
                    boolean taken = turns.take(scope);
                    if (taken) {
                        turns.giveBack(scope);
                    }
                    return taken;
                }));
            }
            for (Future<Boolean> one : asking) {
                assertThat(one.get()).isTrue();
            }
        }
    }
}
