package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class BodyLimitTests extends GatewayTest {

    private static final int MEGABYTE = 1024 * 1024;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Large bodies take their time on a busy machine, and time is not the subject here. */
    @DynamicPropertySource
    static void patience(DynamicPropertyRegistry registry) {
        registry.add("spring.cloud.gateway.server.webflux.httpclient.response-timeout", () -> "20s");
    }

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

    /** Many clients read nothing before they have sent everything. */
    @ParameterizedTest
    @ValueSource(ints = {MEGABYTE + 1, 4 * MEGABYTE, 12 * MEGABYTE})
    void who_sends_everything_before_reading_still_reads_the_refusal(int length) throws IOException {
        String head =
                "POST /api/customers/identify HTTP/1.1\r\nHost: meridian.test\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + TestTokens.brand("aurora", "customer:read") + "\r\n";
        byte[] body = new byte[length];

        String announced = exchange(head + "Content-Length: " + length + "\r\n\r\n", body, "");
        String chunked = exchange(
                head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n",
                body,
                "\r\n0\r\n\r\n");

        assertThat(announced).startsWith("HTTP/1.1 413").contains("payload_too_large");
        assertThat(chunked).startsWith("HTTP/1.1 413").contains("payload_too_large");
        assertThat(CUSTOMER.seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void the_clients_of_java_read_it_with_and_without_asking_before_they_send(HttpClient.Version version)
            throws IOException, InterruptedException {
        for (boolean asking : new boolean[] {false, true}) {
            try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(url() + "/api/customers/identify"))
                                .header("Authorization", "Bearer " + TestTokens.brand("aurora", "customer:read"))
                                .header("Content-Type", "application/json")
                                .expectContinue(asking)
                                .POST(BodyPublishers.ofByteArray(new byte[8 * MEGABYTE]))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(413);
                assertThat(answer.body()).contains("payload_too_large");
            }
        }
    }

    /** Bodies beyond the first window of HTTP/2, which the clients of Java offer on every plain connection. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bodies_of_every_size_pass_whole_on_connections_old_and_new(HttpClient.Version version)
            throws IOException, InterruptedException {
        for (int round = 0; round < 5; round++) {
            try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
                for (int length : new int[] {65_534, 65_535, 65_536, 131_072, 900_000}) {
                    HttpResponse<String> answer = client.send(
                            HttpRequest.newBuilder(URI.create(url() + "/api/customers/identify"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header("Authorization", "Bearer " + TestTokens.brand("aurora", "customer:read"))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofByteArray(new byte[length]))
                                    .build(),
                            BodyHandlers.ofString());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
                    assertThat(CUSTOMER.seen().getLast().bodyLength()).isEqualTo(length);
                    assertThat(CUSTOMER.seen().getLast().headers().keySet())
                            .doesNotContain("Upgrade", "Http2-settings");
                }
            }
        }
    }

    /** Writes everything, and only then reads. */
    private String exchange(String head, byte[] body, String end) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(url()).getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.write(end.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(read, 0), StandardCharsets.UTF_8);
        }
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
