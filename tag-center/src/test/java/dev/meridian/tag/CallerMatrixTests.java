package dev.meridian.tag;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CallerMatrix;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.ExtraServer;
import org.junit.jupiter.api.Test;

/** By the real clock, which tokens are valid by: that of the other tests is moved. */
@CenterTest(extraServers = ExtraServer.ELASTICSEARCH)
class CallerMatrixTests {

    private final ApiClient api;

    CallerMatrixTests(ApiClient api) {
        this.api = api;
    }

    @Test
    void every_operation_admits_whom_its_contract_says() {
        CallerMatrix.of(api.alsoBy("operations").alsoBy("rebuilds")).verify("tag-center");
    }
}
