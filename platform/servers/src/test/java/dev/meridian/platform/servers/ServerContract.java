package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every server must do, whatever it is. */
abstract class ServerContract<S extends Server> {

    @TempDir
    Path state;

    S server;

    /** The server under test, with its files in the folder; called again, it means the same server. */
    abstract S create(Path state);

    /** Stores something that must survive. */
    abstract void store(S server, String key, String value);

    /** Reads what was stored. */
    abstract String read(S server, String key);

    @BeforeEach
    void define() {
        server = create(state);
    }

    @AfterEach
    void end() {
        server.kill();
    }

    @Test
    void what_was_stored_survives_an_orderly_stop_and_a_kill() throws IOException {
        ChildProcess first = server.startAndWait();
        assertThat(first.residentBytes()).isPositive();
        assertThat(ListeningSockets.of(first.pid()))
                .as("on one machine nothing but the loopback is listened on")
                .isNotEmpty()
                .allMatch(InetAddress::isLoopbackAddress);
        store(server, "first", "one");

        server.stop(Duration.ofSeconds(30));
        assertThat(first.isAlive()).isFalse();
        assertThat(server.running()).isEmpty();
        assertThat(server.isReady()).isFalse();
        assertThat(Ports.isFree(server.port())).isTrue();

        ChildProcess second = create(state).startAndWait();
        assertThat(read(server, "first")).isEqualTo("one");
        store(server, "second", "two");

        server.kill();
        assertThat(second.isAlive()).isFalse();

        ChildProcess third = server.startAndWait();
        assertThat(third.pid()).isNotEqualTo(second.pid());
        assertThat(read(server, "first")).isEqualTo("one");
        assertThat(read(server, "second")).isEqualTo("two");
        assertThat(create(state).start().pid())
                .as("another look finds the running one")
                .isEqualTo(third.pid());
    }

    @Test
    void a_taken_port_is_named_together_with_its_holder() throws IOException {
        try (ServerSocket stranger = new ServerSocket(server.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> server.start())
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("port " + stranger.getLocalPort())
                    .hasMessageContaining(server.name())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void a_stale_pid_file_never_harms_the_stranger_it_names() throws IOException {
        Path pidFile = server.home().pidFile();
        Files.createDirectories(pidFile.getParent());
        Files.writeString(pidFile, ProcessHandle.current().pid() + " 1000\n");

        assertThat(server.running()).isEmpty();
        server.kill();

        assertThat(pidFile).doesNotExist();
    }
}
