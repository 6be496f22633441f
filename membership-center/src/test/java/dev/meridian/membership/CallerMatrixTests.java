package dev.meridian.membership;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CallerMatrix;
import dev.meridian.platform.testing.CenterTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@CenterTest
@TestPropertySource(properties = Apart.FROM_OTHER_TESTS)
class CallerMatrixTests {

    private final ApiClient api;

    CallerMatrixTests(ApiClient api) {
        this.api = api;
    }

    @Test
    void every_operation_admits_whom_its_contract_says() {
        CallerMatrix.of(api.alsoBy("operations").alsoBy("rebuilds")).verify("membership-center");
    }
}
