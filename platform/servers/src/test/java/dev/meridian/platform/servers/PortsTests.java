package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTests {

    @Test
    void a_free_port_may_be_had() {
        int port = Ports.free();

        assertThat(Ports.isFree(port)).isTrue();
        assertThatCode(() -> Ports.requireFree(port, "the test")).doesNotThrowAnyException();
    }

    @Test
    void the_holder_of_a_port_is_found() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
            assertThat(Ports.holder(socket.getLocalPort())).contains(ProcessHandle.current());
        }
    }
}
