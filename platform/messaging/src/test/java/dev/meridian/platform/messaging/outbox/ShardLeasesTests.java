package dev.meridian.platform.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.messaging.Place;
import dev.meridian.platform.messaging.TestCenter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionException;

class ShardLeasesTests {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @Test
    void a_relay_that_freezes_while_it_renews_its_leases_does_not_keep_them_locked() {
        try (TestCenter center = TestCenter.telling(Place.fresh(), "meridian.messaging.relay.enabled=false")) {
            ShardLeases frozen = leases(center, "frozen");
            ShardLeases successor = leases(center, "successor");
            assertThat(frozen.settle()).hasSize(Shards.COUNT);

            // The outer transaction stays open after the renewal, as it does when the process stops right there. The
            // successor is asked by Awaitility's own thread, which is outside this transaction.
            assertThatThrownBy(() -> center.transaction().executeWithoutResult(open -> {
                        assertThat(frozen.settle()).hasSize(Shards.COUNT);
                        Awaitility.await("take-over")
                                .atMost(Duration.ofSeconds(30))
                                .until(() -> successor.settle().size() == Shards.COUNT);
                    }))
                    .describedAs("what the frozen relay wakes up to")
                    .isInstanceOf(TransactionException.class);
        }
    }

    private static ShardLeases leases(TestCenter center, String owner) {
        return new ShardLeases(center.jdbc(), center.transaction(), owner, LEASE);
    }
}
