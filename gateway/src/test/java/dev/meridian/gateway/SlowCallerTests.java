package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowCallerTests extends GatewayTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void a_byte_now_and_then_does_not_hold_a_connection() throws IOException {
        try (Socket caller = new Socket("127.0.0.1", URI.create(url()).getPort())) {
            caller.getOutputStream()
                    .write("GET /api/customers/7 HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            long begun = System.nanoTime();

            while (!hungUp(caller)) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
            }
        }
    }

    @Test
    void a_second_request_on_the_same_connection_has_all_the_time_of_the_first() throws IOException {
        try (Socket caller = new Socket("127.0.0.1", URI.create(url()).getPort())) {
            caller.setSoTimeout(20_000);
            for (int i = 0; i < 3; i++) {
                caller.getOutputStream()
                        .write("GET /api/customers/7 HTTP/1.1\r\nHost: meridian.test\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] answer = new byte[4096];
                int read = caller.getInputStream().read(answer);
                assertThat(new String(answer, 0, Math.max(read, 0), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 401");
            }
        }
    }

    /** Waits a moment for the gateway to hang up, and sends one more byte if it does not. */
    private static boolean hungUp(Socket caller) throws IOException {
        caller.setSoTimeout(200);
        try {
            return caller.getInputStream().read() < 0;
        } catch (SocketTimeoutException patient) {
            try {
                caller.getOutputStream().write('x');
                return false;
            } catch (SocketException closed) {
                return true;
            }
        } catch (SocketException closed) {
            return true;
        }
    }
}
