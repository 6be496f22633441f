package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTests {

    @TempDir
    Path folder;

    private ChildProcess process;

    @AfterEach
    void end() {
        if (process != null) {
            process.kill();
        }
    }

    @Test
    void is_found_again_by_its_pid_file_and_ends_when_asked() {
        process = start("exec sleep 60");

        assertThat(ChildProcess.find("sleeper", pidFile(), log()).orElseThrow().pid())
                .isEqualTo(process.pid());

        process.stop(Duration.ofSeconds(5));
        assertThat(process.isAlive()).isFalse();
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void takes_its_descendants_with_it() throws Exception {
        process = start("sleep 60 & echo $! > child; wait");
        await().until(() -> Files.exists(folder.resolve("child"))
                && !Files.readString(folder.resolve("child")).isBlank());
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("child")).strip()))
                .orElseThrow();

        process.kill();

        assertThat(HostSystem.isRunning(child)).isFalse();
    }

    @Test
    void is_ended_by_force_when_it_does_not_listen() {
        process = start("trap '' TERM; echo deaf > deaf; while true; do sleep 1; done");
        await().until(() -> Files.exists(folder.resolve("deaf")));

        process.stop(Duration.ofMillis(300));

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void that_ends_while_starting_is_reported_with_the_end_of_its_log() {
        process = start("echo the cellar is flooded; exit 3");

        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofSeconds(20)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("ended while it was starting")
                .hasMessageContaining("the cellar is flooded");
    }

    @Test
    void that_is_not_ready_in_time_is_reported() {
        process = start("exec sleep 60");

        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofMillis(200)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("was not ready");
    }

    @Test
    void inherits_no_variable_it_was_not_given() throws Exception {
        process = start("env > seen; exec sleep 60");
        await().until(() -> Files.exists(folder.resolve("seen"))
                && Files.readString(folder.resolve("seen")).contains("GIVEN=yes"));

        assertThat(Files.readString(folder.resolve("seen")))
                .doesNotContain("MAVEN")
                .doesNotContain("JAVA_TOOL");
    }

    @Test
    void runs_in_a_session_of_its_own_so_that_control_c_does_not_reach_it() throws Exception {
        process = start("exec sleep 60");

        await().untilAsserted(() -> {
            String[] stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .replaceFirst(".*\\) ", "")
                    .split(" ");
            assertThat(stat[3]).as("session").isEqualTo(String.valueOf(process.pid()));
        });
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(new ProcessPlan(
                "sleeper", List.of("/bin/sh", "-c", script), Map.of("GIVEN", "yes"), folder, log(), pidFile()));
    }

    private Path pidFile() {
        return folder.resolve("run/sleeper.pid");
    }

    private Path log() {
        return folder.resolve("sleeper.log");
    }
}
