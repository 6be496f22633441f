package dev.meridian.identity;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CallerMatrix;
import org.junit.jupiter.api.Test;

class CallerMatrixTests extends IdentityTest {

    private final ApiClient api;

    CallerMatrixTests(ApiClient api) {
        this.api = api;
    }

    @Test
    void every_operation_admits_whom_its_contract_says() {
        CallerMatrix.of(api).verify("identity-center");
    }
}
