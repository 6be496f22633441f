package dev.meridian.platform.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierContractsTests {

    private static final String FILE = "schemas/shop/thing.made.v1.json";

    @TempDir
    Path repository;

    @BeforeEach
    void begin() throws Exception {
        git("init", "-q", "-b", "main");
        write("{\"title\": \"first\"}");
        commit("first");
    }

    @Test
    void on_main_the_last_commit_counts_and_not_the_working_tree() throws Exception {
        write("{\"title\": \"second\"}");
        commit("second");
        write("{\"title\": \"not committed\"}");
        assertThat(titleOfEarlier()).isEqualTo("second");
    }

    @Test
    void on_a_branch_the_commit_it_left_main_at_counts() throws Exception {
        git("checkout", "-q", "-b", "work");
        write("{\"title\": \"on the branch\"}");
        commit("work");
        assertThat(titleOfEarlier()).isEqualTo("first");
    }

    @Test
    void the_main_of_the_remote_comes_first() throws Exception {
        git("update-ref", "refs/remotes/origin/main", "HEAD");
        write("{\"title\": \"not pushed\"}");
        commit("not pushed");
        assertThat(titleOfEarlier()).isEqualTo("first");
    }

    @Test
    void a_commit_can_be_named() throws Exception {
        git("tag", "released");
        write("{\"title\": \"second\"}");
        commit("second");
        assertThat(EarlierContracts.find(repository, "released")
                        .orElseThrow()
                        .files()
                        .read(FILE))
                .hasToString("{\"title\":\"first\"}");
        assertThat(EarlierContracts.find(repository, "no-such-tag")).isEmpty();
    }

    @Test
    void without_a_checkout_or_contracts_there_is_nothing_to_compare(@TempDir Path elsewhere) throws IOException {
        assertThat(EarlierContracts.find(elsewhere, "")).isEmpty();
        assertThat(EarlierContracts.find(Files.createDirectories(elsewhere.resolve("deep/er")), ""))
                .isEmpty();
    }

    private String titleOfEarlier() {
        return EarlierContracts.find(repository, "")
                .orElseThrow()
                .files()
                .read(FILE)
                .path("title")
                .asString();
    }

    private void write(String content) throws IOException {
        Path file = repository.resolve(ContractFiles.FOLDER).resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void commit(String message) throws Exception {
        git("add", "-A");
        git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m", message);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_SYSTEM", "/dev/null"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }
}
