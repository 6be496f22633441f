package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedServersTests {

    @TempDir
    Path checkout;

    private Process owner;

    @BeforeEach
    void checkout() throws IOException {
        Files.createDirectories(checkout.resolve(".meridian"));
        Files.createSymbolicLink(
                checkout.resolve(".meridian/dist"), Checkout.root().resolve(".meridian/dist"));
        owner = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() throws IOException {
        owner.destroyForcibly();
        await().atMost(Duration.ofSeconds(40)).until(() -> keeper().isEmpty() && runs().isEmpty());
        Files.delete(checkout.resolve(".meridian/dist"));
    }

    @Test
    void are_started_once_shared_between_processes_and_gone_after_their_build() throws Exception {
        Map<String, String> first = client().ask(TestServer.REDIS, owner.toHandle());
        Map<String, String> second = client().ask(TestServer.REDIS, owner.toHandle());
        assertThat(second).isEqualTo(first);
        int port = Integer.parseInt(first.get("port"));
        assertThat(Ports.isFree(port)).isFalse();

        owner.destroyForcibly();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(Ports.isFree(port)).isTrue();
            assertThat(runs()).isEmpty();
            assertThat(keeper()).isEmpty();
        });
    }

    @Test
    void that_a_killed_keeper_left_behind_are_ended_by_the_next_one() throws Exception {
        Map<String, String> left = client().ask(TestServer.REDIS, owner.toHandle());
        ProcessHandle keeper = keeper().getFirst();
        keeper.destroyForcibly();
        await().until(() -> !HostSystem.isRunning(keeper));
        assertThat(Ports.isFree(Integer.parseInt(left.get("port")))).isFalse();

        Map<String, String> next = client().ask(TestServer.REDIS, owner.toHandle());

        assertThat(next).isNotEqualTo(left);
        assertThat(Ports.isFree(Integer.parseInt(left.get("port")))).isTrue();
    }

    @Test
    void in_containers_need_a_docker_engine_and_say_so() {
        KeeperClient client = new KeeperClient(checkout, KeeperMode.CONTAINERS, Duration.ZERO);

        if (Files.exists(Path.of("/var/run/docker.sock"))) {
            assertThat(client.ask(TestServer.REDIS, owner.toHandle())).containsKey("port");
        } else {
            assertThatThrownBy(() -> client.ask(TestServer.REDIS, owner.toHandle()))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("Docker");
        }
    }

    @Test
    void answer_every_test_of_this_build_with_a_database_server() throws Exception {
        PostgresAddress address = SharedServers.postgres();

        assertThat(SharedServers.postgres()).isEqualTo(address);
        try (var connection = address.connect("postgres")) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private KeeperClient client() {
        return new KeeperClient(checkout, KeeperMode.PROCESSES, Duration.ofMillis(200));
    }

    private List<ProcessHandle> keeper() {
        return ProcessHandle.allProcesses()
                .filter(HostSystem::isRunning)
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.equals(checkout.toString())))
                .toList();
    }

    private List<File> runs() {
        return Stream.of("test-servers", "test-containers")
                .map(folder -> checkout.resolve(".meridian").resolve(folder).toFile())
                .flatMap(folder -> Stream.ofNullable(folder.listFiles()))
                .flatMap(Stream::of)
                .filter(file -> file.getName().startsWith("run-"))
                .toList();
    }
}
