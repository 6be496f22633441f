package dev.meridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LauncherTests {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path state;

    @Test
    void every_promised_command_is_there() {
        assertThat(Launcher.commandLine().getSubcommands())
                .containsKeys(
                        "up",
                        "down",
                        "status",
                        "logs",
                        "reset",
                        "token",
                        "redrive",
                        "rebuild",
                        "events",
                        "demo",
                        "prove",
                        "verify-audit");
    }

    @Test
    void status_of_a_fleet_that_is_down_is_a_table_and_a_failure() {
        assertThat(run("status", "--port-base", "31000")).isEqualTo(3);

        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("PROCESS +PID +PORT +MEMORY +HEALTH"))
                .anyMatch(line -> line.matches("gateway +- +31000 +- +down"))
                .anyMatch(line -> line.matches("elasticsearch +- +31114 +- +down"));
    }

    @Test
    void down_of_a_fleet_that_is_down_is_no_failure() {
        assertThat(run("down")).isZero();

        assertThat(out.toString()).contains("not running");
    }

    @Test
    void what_a_person_can_put_right_is_said_in_one_line() {
        assertThat(run("logs", "cellar")).isEqualTo(1);
        assertThat(run("token", "zephyr")).isEqualTo(1);

        assertThat(err.toString())
                .doesNotContain("\tat ")
                .contains("no process named cellar", "no client named zephyr");
    }

    @Test
    void logs_prints_the_end_of_a_log() throws Exception {
        Files.createDirectories(state.resolve("logs"));
        Files.writeString(state.resolve("logs/redis.log"), "first\nsecond\nthird\n");

        assertThat(run("logs", "redis", "-n", "2")).isZero();

        assertThat(out.toString().lines()).containsExactly("second", "third");
    }

    @Test
    void reset_with_yes_deletes_the_data() throws Exception {
        Files.createDirectories(state.resolve("data/redis"));

        assertThat(run("reset", "--yes")).isZero();

        assertThat(state.resolve("data")).doesNotExist();
    }

    private int run(String... arguments) {
        CommandLine commandLine =
                Launcher.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--state";
        all[arguments.length + 1] = state.toString();
        return commandLine.execute(all);
    }
}
