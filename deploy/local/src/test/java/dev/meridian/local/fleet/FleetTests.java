package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.servers.PortTakenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a checkout in which nothing is built, with the servers of this one. */
class FleetTests {

    @TempDir
    Path checkout;

    private FleetFolder folder;
    private Fleet fleet;

    @BeforeEach
    void fleet() throws IOException {
        Files.createDirectories(checkout.resolve(".meridian"));
        Files.createSymbolicLink(
                checkout.resolve(".meridian/dist"),
                Path.of(System.getProperty("meridian.root")).resolve(".meridian/dist"));
        folder = new FleetFolder(checkout, checkout.resolve("state"));
        fleet = open(PortWishes.above(freeBase()));
    }

    @AfterEach
    void end() throws IOException {
        fleet.down(Progress.silent());
        Files.delete(checkout.resolve(".meridian/dist"));
    }

    @Test
    void that_was_never_started_is_down_and_leaves_no_file() {
        assertThat(fleet.isRunning()).isFalse();
        assertThat(fleet.status())
                .hasSize(10)
                .allMatch(process -> process.health() == ProcessStatus.Health.DOWN && process.pid() == 0);
        assertThat(folder.state()).doesNotExist();
    }

    @Test
    void one_process_can_be_killed_and_started_again() {
        fleet.start("redis");
        ProcessStatus before = status("redis");
        assertThat(before.health()).isEqualTo(ProcessStatus.Health.READY);
        assertThat(before.residentBytes()).isPositive();

        fleet.kill("redis");
        assertThat(status("redis").health()).isEqualTo(ProcessStatus.Health.DOWN);

        fleet.start("redis");
        assertThat(status("redis").pid()).isNotEqualTo(before.pid());
    }

    @Test
    void that_finds_a_port_taken_says_by_whom_it_is_wanted() throws IOException {
        pretendToBeBuilt();
        int taken = status("redis").port();
        try (ServerSocket stranger = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> fleet.up(Progress.silent()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("port " + stranger.getLocalPort() + ", wanted by redis");
        }

        assertThat(fleet.isRunning()).isFalse();
        assertThat(folder.secrets()).exists();
        assertThat(folder.demoEnvironment()).exists();
        assertThat(folder.seed()).content().contains("极光");
    }

    @Test
    void whose_services_cannot_start_stops_the_servers_it_started() throws IOException {
        pretendToBeBuilt();
        List<String> ready = new CopyOnWriteArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void done(String what, String outcome, Duration took) {
                ready.add(what + " " + outcome);
            }

            @Override
            public void note(String what, String news) {}
        };

        assertThatThrownBy(() -> fleet.up(progress)).hasMessageContaining(".jar");

        assertThat(ready).contains("postgres ready", "postgres stopped");
        assertThat(fleet.isRunning()).isFalse();
    }

    @Test
    void that_is_not_built_starts_nothing() {
        assertThatThrownBy(() -> fleet.up(Progress.silent()))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("identity-center.jar is missing");

        assertThat(folder.state().resolve("data")).doesNotExist();
    }

    @Test
    void that_runs_does_not_take_other_ports() {
        Properties settings = new Properties();
        PortWishes wishes = PortWishes.above(freeBase());
        wishes.given(Optional.empty()).store(settings);
        PrivateFile.write(folder.settings(), settings);
        fleet = open(PortWishes.none());
        fleet.start("redis");

        assertThat(open(PortWishes.none()).isRunning()).as("found again").isTrue();
        assertThat(open(wishes).isRunning()).as("the same ports").isTrue();
        assertThatThrownBy(() -> open(PortWishes.above(freeBase()))).hasMessageContaining("runs on other ports");
    }

    @Test
    void forgets_its_data_only_when_it_is_down() {
        fleet.start("redis");
        assertThatThrownBy(fleet::forget).hasMessageContaining("runs");

        fleet.down(Progress.silent());
        fleet.forget();

        assertThat(folder.state().resolve("data")).doesNotExist();
        assertThat(folder.log("redis")).doesNotExist();
    }

    @Test
    void names_what_it_has_when_asked_for_something_else() {
        assertThatThrownBy(() -> fleet.kill("cellar")).hasMessageContaining("tag-center");
    }

    private void pretendToBeBuilt() throws IOException {
        for (String service :
                List.of("identity-center", "customer-center", "membership-center", "tag-center", "gateway")) {
            Path target = Files.createDirectories(checkout.resolve(service).resolve("target"));
            Files.createFile(target.resolve(service + ".jar"));
        }
    }

    private Fleet open(PortWishes wishes) {
        return Fleet.open(folder, wishes, Map.of());
    }

    private ProcessStatus status(String name) {
        return fleet.status().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Below what the kernel gives out by itself, so that no server of another test sits in the middle of the block. */
    static int freeBase() {
        return 20_000 + ThreadLocalRandom.current().nextInt(70) * 150;
    }
}
