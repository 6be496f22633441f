package dev.meridian.gateway;

import static dev.meridian.gateway.Backend.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.BrandIsolation;
import dev.meridian.platform.testing.TestTokens;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the gateway itself puts together tells one brand nothing of another's customers. */
class BrandIsolationTests extends GatewayTest {

    private static final String PATH = "/api/customers/{customerId}/overview";
    private static final String[] SCOPES = {"customer:read", "member:read", "segment:read"};

    @Test
    void the_view_of_anothers_customer_is_as_unknown_as_nobodys() {
        String owner = TestTokens.brand("aurora", SCOPES);
        CUSTOMER.answers(exchange -> {
            boolean known = exchange.getRequestURI().getPath().endsWith(CUSTOMER_ID)
                    && ("Bearer " + owner).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            json(known ? 200 : 404, known ? "{\"customerId\":\"" + CUSTOMER_ID + "\",\"attributes\":{}}" : PROBLEM)
                    .handle(exchange);
        });
        // Even where these two would answer anybody, what they say of a customer nobody may see is not passed on.
        MEMBERSHIP.answers(200, "{\"items\":[{\"memberId\":\"m-of-aurora\"}],\"nextCursor\":null}");
        TAG.answers(200, "{\"items\":[{\"key\":\"segment-of-aurora\"}],\"nextCursor\":null}");
        ApiClient client = ApiClient.of(url(), "gateway");

        BrandIsolation.of(client.as(TestTokens.brand("curious", SCOPES)))
                .id("customerId", UUID.fromString(CUSTOMER_ID))
                .secret("m-of-aurora")
                .secret("segment-of-aurora")
                .verify();

        assertThat(client.as(owner)
                        .get(PATH, CUSTOMER_ID)
                        .send()
                        .expect(200)
                        .json()
                        .toString())
                .as("there is something to tell")
                .contains("m-of-aurora", "segment-of-aurora");
    }
}
