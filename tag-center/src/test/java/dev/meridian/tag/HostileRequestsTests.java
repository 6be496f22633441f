package dev.meridian.tag;

import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.ExtraServer;
import dev.meridian.platform.testing.hostile.HostileRequests;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code -Dmeridian.prove.seeds=N} for the long form. */
@CenterTest(extraServers = ExtraServer.ELASTICSEARCH)
class HostileRequestsTests {

    private final String url;

    HostileRequestsTests(@LocalServerPort int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    @Test
    void whatever_is_sent_to_any_operation_nothing_fails_on_our_side() {
        HostileRequests.againstEveryOperationOf("tag-center", url);
    }
}
