package dev.meridian.customer;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CallerMatrix;
import dev.meridian.platform.testing.CenterTest;
import org.junit.jupiter.api.Test;

@CenterTest
class CallerMatrixTests {

    private final ApiClient api;

    CallerMatrixTests(ApiClient api) {
        this.api = api;
    }

    @Test
    void every_operation_admits_whom_its_contract_says() {
        CallerMatrix.of(api.alsoBy("operations")).verify("customer-center");
    }
}
