package dev.meridian.gateway;

import dev.meridian.platform.testing.CallerMatrix;
import org.junit.jupiter.api.Test;

class CallerMatrixTests extends GatewayTest {

    @Test
    void what_the_door_answers_itself_admits_whom_its_contract_says() {
        CallerMatrix.of(stranger()).verify("gateway");
    }

    @Test
    void every_good_token_passes_to_the_centers_and_no_bad_one() {
        CallerMatrix.of(stranger())
                .verifyPassing("customer-center", "membership-center", "tag-center", "identity-center");
    }
}
