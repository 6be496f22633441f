package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class BodyLimitTests extends GatewayTest {

    private static final int MEGABYTE = 1024 * 1024;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void a_body_up_to_the_limit_passes() {
        aurora().post("/api/customers/identify", new byte[MEGABYTE]).send().expect(200);

        assertThat(CUSTOMER.seen().getFirst().bodyLength()).isEqualTo(MEGABYTE);
    }

    @Test
    void one_byte_more_is_refused_before_a_center_sees_it() {
        aurora().post("/api/customers/identify", new byte[MEGABYTE + 1]).send().expectProblem(413, "payload_too_large");

        assertThat(CUSTOMER.seen()).isEmpty();
    }

    @Test
    void events_may_be_five_times_as_large() {
        aurora().post("/api/events", new byte[5 * MEGABYTE]).send().expect(200);
        aurora().post("/api/events", new byte[5 * MEGABYTE + 1]).send().expectProblem(413, "payload_too_large");

        assertThat(CUSTOMER.seen()).hasSize(1);
    }

    @Test
    void a_body_that_hides_its_length_is_refused_while_it_streams() throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(url() + "/api/customers/identify"))
                        .header("Authorization", "Bearer " + TestTokens.brand("aurora", "customer:read"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> zeros(2 * MEGABYTE)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("payload_too_large");
        assertThat(CUSTOMER.seen()).isEmpty();
    }

    private static InputStream zeros(int length) {
        return new InputStream() {
            private int left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }
        };
    }
}
