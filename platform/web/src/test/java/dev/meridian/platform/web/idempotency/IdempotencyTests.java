package dev.meridian.platform.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import dev.meridian.platform.web.NoteController;
import dev.meridian.platform.web.ProbeClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@CenterTest
class IdempotencyTests {

    private static final String AURORA = TestTokens.brand("aurora", "note:read", "note:write");
    private static final String BOREAL = TestTokens.brand("boreal", "note:read", "note:write");

    private final ProbeClient client;
    private final TestDatabase database;
    private final NoteController.NoteGate gate;
    private final IdempotencyExpiry expiry;

    IdempotencyTests(
            @LocalServerPort int port, TestDatabase database, NoteController.NoteGate gate, IdempotencyExpiry expiry) {
        this.client = new ProbeClient(port);
        this.database = database;
        this.gate = gate;
        this.expiry = expiry;
    }

    @Test
    void the_same_request_gets_the_same_answer_and_happens_once() {
        String key = key();
        String body = note("same");
        ProbeClient.Answer first = client.post("/api/notes", AURORA, body, "Idempotency-Key", key);
        ProbeClient.Answer second = client.post("/api/notes", AURORA, body, "Idempotency-Key", key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location"))
                .isEqualTo(first.header("Location"))
                .isNotEmpty();
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag")).isNotEmpty();
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(notes("same")).isEqualTo(1);
    }

    @Test
    void a_hundred_equal_requests_at_once_have_one_effect() throws Exception {
        String key = key();
        String text = "race " + key;
        int racers = 100;
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<ProbeClient.Answer>> requests = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            requests.add(() -> {
                start.await();
                return client.post("/api/notes", AURORA, note(text), "Idempotency-Key", key);
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
            List<Future<ProbeClient.Answer>> answers =
                    requests.stream().map(threads::submit).toList();
            start.countDown();
            for (Future<ProbeClient.Answer> answer : answers) {
                ProbeClient.Answer given = answer.get(30, TimeUnit.SECONDS);
                assertThat(given.status()).isIn(201, 409, 503);
                if (given.status() == 409) {
                    assertThat(given.code()).isEqualTo("request_in_progress");
                }
            }
        }
        assertThat(notes(text)).isEqualTo(1);
        assertThat(client.post("/api/notes", AURORA, note(text), "Idempotency-Key", key)
                        .header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void while_the_first_is_running_the_second_is_told_so_at_once() throws Exception {
        gate.close();
        String key = key();
        String body = note(NoteController.NoteGate.HELD);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<ProbeClient.Answer> first =
                    threads.submit(() -> client.post("/api/notes", AURORA, body, "Idempotency-Key", key));
            assertThat(gate.entered().await(10, TimeUnit.SECONDS)).isTrue();
            ProbeClient.Answer second = client.post("/api/notes", AURORA, body, "Idempotency-Key", key);
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.code()).isEqualTo("request_in_progress");
            assertThat(second.header("Retry-After")).isNotEmpty();
            // Another client's equal key is another key.
            assertThat(client.post("/api/notes", BOREAL, note("free"), "Idempotency-Key", key)
                            .status())
                    .isEqualTo(201);
            gate.open();
            assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(201);
        }
        assertThat(client.post("/api/notes", AURORA, body, "Idempotency-Key", key)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_key_is_good_for_one_intent() {
        String key = key();
        client.post("/api/notes", AURORA, note("one"), "Idempotency-Key", key);
        ProbeClient.Answer otherBody = client.post("/api/notes", AURORA, note("two"), "Idempotency-Key", key);
        ProbeClient.Answer otherQuery = client.post("/api/notes?x=1", AURORA, note("one"), "Idempotency-Key", key);
        ProbeClient.Answer otherPath = client.post("/api/notes/doomed", AURORA, note("one"), "Idempotency-Key", key);
        for (ProbeClient.Answer answer : List.of(otherBody, otherQuery, otherPath)) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("idempotency_key_reused");
        }
    }

    @Test
    void brands_do_not_meet_in_a_key() {
        String key = key();
        ProbeClient.Answer aurora = client.post("/api/notes", AURORA, note("brand"), "Idempotency-Key", key);
        ProbeClient.Answer boreal = client.post("/api/notes", BOREAL, note("brand"), "Idempotency-Key", key);
        assertThat(boreal.status()).isEqualTo(201);
        assertThat(boreal.body()).isNotEqualTo(aurora.body());
        assertThat(boreal.header("Idempotency-Replayed")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse by value", "refuse by exception"})
    void a_refusal_is_final_and_leaves_nothing_of_the_attempt(String text) {
        String key = key();
        long before = notes(text);
        ProbeClient.Answer first = client.post("/api/notes", AURORA, note(text), "Idempotency-Key", key);
        ProbeClient.Answer second = client.post("/api/notes", AURORA, note(text), "Idempotency-Key", key);
        assertThat(first.status()).isEqualTo(409);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).startsWith("application/problem+json");
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(notes(text)).isEqualTo(before);
        assertThat(stored(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse for now", "refuse as invalid", "break"})
    void what_deserves_another_try_is_not_stored(String text) {
        String key = key();
        long before = notes(text);
        ProbeClient.Answer first = client.post("/api/notes", AURORA, note(text), "Idempotency-Key", key);
        assertThat(first.status()).isGreaterThanOrEqualTo(400);
        assertThat(stored(key)).isZero();
        assertThat(notes(text)).isEqualTo(before);
        assertThat(client.post("/api/notes", AURORA, note("corrected"), "Idempotency-Key", key)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void an_answer_that_holds_a_secret_is_not_stored() {
        String key = key();
        String body = note("tell a secret");
        assertThat(client.post("/api/notes", AURORA, body, "Idempotency-Key", key)
                        .status())
                .isEqualTo(200);
        assertThat(stored(key)).isZero();
    }

    @Test
    void a_body_that_cannot_be_read_can_be_corrected_under_the_same_key() {
        String key = key();
        assertThat(client.post("/api/notes", AURORA, "{", "Idempotency-Key", key)
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/api/notes", AURORA, "{}", "Idempotency-Key", key)
                        .status())
                .isEqualTo(422);
        assertThat(client.post("/api/notes", AURORA, note("right"), "Idempotency-Key", key)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_success_that_could_not_be_committed_is_not_told() {
        String key = key();
        ProbeClient.Answer answer = client.post("/api/notes/doomed", AURORA, "{}", "Idempotency-Key", key);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal_error");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(stored(key)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", ""})
    void a_malformed_key_is_refused(String key) {
        assertInvalid(key);
        assertInvalid("x".repeat(129));
    }

    private void assertInvalid(String key) {
        ProbeClient.Answer answer = client.post("/api/notes", AURORA, note("key"), "Idempotency-Key", key);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("idempotency_key_invalid");
    }

    @Test
    void the_expected_version_belongs_to_the_request() {
        String key = key();
        String id = UUID.randomUUID().toString();
        assertThat(put(id, key, "\"1\"").status()).isEqualTo(200);
        assertThat(put(id, key, "\"1\"").header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(put(id, key, "\"2\"").code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void reading_does_not_use_up_a_key() {
        String key = key();
        assertThat(client.get("/api/notes", AURORA, "Idempotency-Key", key).status())
                .isEqualTo(200);
        assertThat(stored(key)).isZero();
    }

    @Test
    void keys_expire_after_their_time_however_many_there_are() {
        String young = key();
        client.post("/api/notes", AURORA, note("young"), "Idempotency-Key", young);
        int inserted = database.update("""
                insert into idempotency_key (brand, client_id, key, fingerprint, status, headers, body, created_at)
                select 'boreal', 'old', 'old-' || n, ''::bytea, 200, '{}', ''::bytea, now() - interval '31 days'
                  from generate_series(1, 2500) n
                """);
        assertThat(inserted).isEqualTo(2500);
        assertThat(expiry.forgetExpired()).isEqualTo(2500);
        assertThat(stored(young)).isEqualTo(1);
    }

    @Test
    void a_call_that_waits_is_told_apart_and_its_answer_is_given_again() throws Exception {
        gate.close();
        String key = key();
        String body = note(NoteController.NoteGate.HELD);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<ProbeClient.Answer> first =
                    threads.submit(() -> client.post("/api/notes/waiting", AURORA, body, "Idempotency-Key", key));
            assertThat(gate.entered().await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(connectionsInTransactions()).isZero();
            assertThat(client.post("/api/notes/waiting", AURORA, body, "Idempotency-Key", key)
                            .code())
                    .isEqualTo("request_in_progress");
            assertThat(client.post("/api/notes/waiting", AURORA, note("other"), "Idempotency-Key", key)
                            .code())
                    .isEqualTo("idempotency_key_reused");
            // The same key in a transaction, while the other call has it.
            assertThat(client.post("/api/notes", AURORA, note("other"), "Idempotency-Key", key)
                            .code())
                    .isEqualTo("idempotency_key_reused");
            gate.open();
            ProbeClient.Answer answer = first.get(10, TimeUnit.SECONDS);
            assertThat(answer.status()).isEqualTo(202);
            ProbeClient.Answer again = client.post("/api/notes/waiting", AURORA, body, "Idempotency-Key", key);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.body()).isEqualTo(answer.body());
        }
    }

    @Test
    void a_call_that_waited_and_failed_frees_its_key() {
        String key = key();
        assertThat(client.post("/api/notes/waiting", AURORA, note("break"), "Idempotency-Key", key)
                        .status())
                .isEqualTo(500);
        assertThat(stored(key)).isZero();
        assertThat(client.post("/api/notes/waiting", AURORA, note("well"), "Idempotency-Key", key)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void the_key_of_a_call_whose_process_died_is_free_for_the_same_call_when_its_time_is_over() {
        String key = key();
        client.post("/api/notes/waiting", AURORA, note("died"), "Idempotency-Key", key);
        int died = database.update("""
                update idempotency_key
                   set status = null, headers = null, body = null,
                       reserved_by = gen_random_uuid(), reserved_until = now() + interval '1 minute'
                 where key = ?
                """, key);
        assertThat(died).isEqualTo(1);
        assertThat(client.post("/api/notes/waiting", AURORA, note("died"), "Idempotency-Key", key)
                        .code())
                .isEqualTo("request_in_progress");
        int over = database.update(
                "update idempotency_key set reserved_until = now() - interval '1 second' where key = ?", key);
        assertThat(over).isEqualTo(1);

        assertThat(client.post("/api/notes/waiting", AURORA, note("else"), "Idempotency-Key", key)
                        .code())
                .isEqualTo("idempotency_key_reused");
        assertThat(client.post("/api/notes/waiting", AURORA, note("died"), "Idempotency-Key", key)
                        .header("Idempotency-Replayed"))
                .isEmpty();
        assertThat(client.post("/api/notes/waiting", AURORA, note("died"), "Idempotency-Key", key)
                        .header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    /** Of the application's pool, as the server sees it. */
    private long connectionsInTransactions() {
        return database.number("""
                select count(*) from pg_stat_activity
                 where datname = current_database() and application_name = 'probe' and xact_start is not null
                """);
    }

    private ProbeClient.Answer put(String id, String key, String version) {
        return client.send(client.request("/api/notes/" + id, AURORA)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("If-Match", version)
                .PUT(HttpRequest.BodyPublishers.ofString(note("put")))
                .build());
    }

    private long notes(String text) {
        return database.number("select count(*) from note where text = ?", text);
    }

    private long stored(String key) {
        return database.number("select count(*) from idempotency_key where key = ?", key);
    }

    private static String note(String text) {
        return "{\"text\": \"" + text + "\"}";
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
