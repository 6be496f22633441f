package dev.meridian.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventLoaderTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final StringWriter shown = new StringWriter();
    private FakeGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new FakeGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_file_is_loaded_in_batches_of_at_most_500() throws IOException {
        Checkpoint.State done = load(file(1_234));
        assertThat(done.accepted()).isEqualTo(1_234);
        assertThat(gateway.ids()).hasSize(1_234);
        assertThat(gateway.batches()).containsExactlyInAnyOrder(500, 500, 234);
        assertThat(rejects()).doesNotExist();
        assertThat(shown.toString()).contains("100 %").contains("1,234 events");
    }

    @Test
    void what_is_rejected_is_told_by_line_and_problem_and_the_rest_is_kept() throws IOException {
        Path file = folder.resolve("events.ndjson");
        Files.writeString(file, """
                {"id":"a","type":"order.paid"}
                {"id":"without-type"}

                {"id":"broken",
                ["no object"]
                {"id":"b","type":"order.paid"}
                """);
        Checkpoint.State done = load(file);
        assertThat(gateway.ids()).containsExactly("a", "b");
        assertThat(done)
                .extracting(Checkpoint.State::accepted, Checkpoint.State::rejected)
                .containsExactly(2L, 3L);
        List<JsonNode> rejects =
                Files.readAllLines(rejects()).stream().map(JSON::readTree).toList();
        assertThat(rejects).extracting(each -> each.path("line").asInt()).containsExactly(2, 4, 5);
        assertThat(rejects)
                .extracting(each -> each.path("problem").path("code").asString())
                .containsExactly("invalid_request", "unreadable_line", "unreadable_line");
        assertThat(rejects.getFirst().path("id").asString()).isEqualTo("without-type");
    }

    @Test
    void an_interrupted_load_goes_on_where_everything_before_is_done() throws IOException {
        Path file = file(3_000);
        gateway.refuseAfter(2);
        assertThatThrownBy(() -> load(file)).isInstanceOf(FleetException.class).hasMessageContaining("forbidden");
        int before = gateway.received();
        gateway.refuseAfter(Integer.MAX_VALUE);
        Checkpoint.State done = load(file);
        assertThat(done.done()).isEqualTo(3_000);
        assertThat(done.accepted()).isEqualTo(3_000);
        assertThat(gateway.ids()).hasSize(3_000);
        assertThat(gateway.received() - before).isLessThanOrEqualTo(3_000 - before + 1_500);
        assertThat(checkpoint(file).read().done()).isEqualTo(3_000);
    }

    @Test
    void a_finished_load_sends_nothing_again() throws IOException {
        Path file = file(700);
        Checkpoint.State first = load(file);
        int received = gateway.received();
        assertThat(load(file)).isEqualTo(first);
        assertThat(gateway.received()).isEqualTo(received);
    }

    @Test
    void a_changed_file_begins_anew() throws IOException {
        Path file = file(10);
        Checkpoint.State ignored = load(file);
        Files.writeString(file, Files.readString(file) + "{\"id\":\"more\",\"type\":\"order.paid\"}\n");
        assertThat(load(file).accepted()).isEqualTo(11);
    }

    @Test
    void rejects_written_after_the_last_checkpoint_are_not_told_twice() throws IOException {
        Path file = folder.resolve("events.ndjson");
        Files.writeString(file, "{\"id\":\"bad\"}\n{\"id\":\"a\",\"type\":\"order.paid\"}\n");
        Checkpoint.State done = load(file);
        checkpoint(file).write(new Checkpoint.State(0, 0, 0, 0));
        assertThat(load(file)).isEqualTo(done);
        assertThat(Files.readAllLines(rejects())).hasSize(1);
    }

    @Test
    void a_torn_checkpoint_begins_anew() throws IOException {
        Path file = file(5);
        Checkpoint.State ignored = load(file);
        Path torn = folder.resolve("loads").resolve(EventFile.open(file).key() + ".checkpoint");
        Files.writeString(torn, "done=3\naccep");
        assertThat(checkpoint(file).read()).isEqualTo(Checkpoint.State.NONE);
        assertThat(load(file).accepted()).isEqualTo(5);
    }

    @Test
    void busy_and_broken_gateways_are_tried_again_with_the_pause_they_ask_for() throws IOException {
        gateway.fail(1, 429, Map.of("Retry-After", "7"));
        gateway.fail(1, 503, Map.of("Retry-After", "Sun, 01 Mar 2026 12:00:11 GMT"));
        gateway.fail(2, 503, Map.of());
        assertThat(load(file(3)).accepted()).isEqualTo(3);
        assertThat(pauses).hasSize(4).startsWith(Duration.ofSeconds(7), Duration.ofSeconds(11));
        assertThat(pauses.subList(2, 4))
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(125), Duration.ofSeconds(4)));
    }

    @Test
    void patience_ends_and_says_how_to_go_on() throws IOException {
        Path file = file(3);
        gateway.fail(1_000, 503, Map.of("Retry-After", "20"));
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("it answered 503")
                .hasMessageContaining("goes on from here");
        assertThat(pauses).hasSizeLessThan(10);
        gateway.close();
        assertThatThrownBy(() -> load(file)).hasMessageContaining("cannot be reached");
    }

    @Test
    void a_token_that_has_run_out_is_replaced() throws IOException {
        gateway.fail(1, 401, Map.of());
        assertThat(load(file(3)).accepted()).isEqualTo(3);
        assertThat(gateway.tokens()).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void a_client_that_may_not_send_ends_the_load() throws IOException {
        Path file = file(3);
        gateway.fail(2, 401, Map.of());
        assertThatThrownBy(() -> load(file)).isInstanceOf(FleetException.class).hasMessageContaining("401");
    }

    @Test
    void a_batch_that_is_too_large_is_halved() throws IOException {
        gateway.largest(120);
        assertThat(load(file(500)).accepted()).isEqualTo(500);
        assertThat(gateway.batches()).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(120));
        assertThat(gateway.ids()).hasSize(500);
    }

    @Test
    void an_event_that_is_too_large_by_itself_is_rejected() throws IOException {
        gateway.largest(0);
        assertThat(load(file(2)).rejected()).isEqualTo(2);
        assertThat(Files.readString(rejects())).contains("payload_too_large");
    }

    private Checkpoint.State load(Path file) {
        EventFile source = EventFile.open(file);
        try (GatewayClient client = new GatewayClient(
                gateway.address(),
                () -> "token-" + tokens.incrementAndGet(),
                Duration.ofSeconds(60),
                Clock.fixed(NOW, ZoneOffset.UTC),
                pauses::add)) {
            ProgressBar progress = new ProgressBar(new PrintWriter(shown), "events", false, System::nanoTime);
            return new EventLoader(client, checkpoint(file), rejects(), 3, progress).load(source);
        }
    }

    private Checkpoint checkpoint(Path file) {
        return Checkpoint.in(folder.resolve("loads"), EventFile.open(file).key());
    }

    private Path rejects() {
        return folder.resolve("rejects.ndjson");
    }

    private Path file(int events) throws IOException {
        String text = IntStream.range(0, events)
                .mapToObj(i -> "{\"id\":\"e-" + i + "\",\"type\":\"order.paid\"}\n")
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("events.ndjson"), text);
    }
}
