package dev.meridian.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestTokens;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@CenterTest
class BrandIsolationTests {

    private static final String AURORA = TestTokens.brand("aurora", "note:read", "note:write");
    private static final String BOREAL = TestTokens.brand("boreal", "note:read", "note:write");

    private final ProbeClient client;

    BrandIsolationTests(@LocalServerPort int port) {
        this.client = new ProbeClient(port);
    }

    @Test
    void a_note_of_another_brand_is_as_unknown_as_one_that_never_was() {
        String path = client.post("/api/notes", AURORA, "{\"text\": \"mine\"}").header("Location");
        ProbeClient.Answer foreign = client.get(path, BOREAL, "X-Request-Id", "the-same-id");
        ProbeClient.Answer unknown =
                client.get("/api/notes/00000000-0000-7000-8000-000000000000", BOREAL, "X-Request-Id", "the-same-id");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(client.get(path, AURORA).status()).isEqualTo(200);
        assertThat(client.get(path, TestTokens.group("note:read")).status()).isEqualTo(200);
    }

    @Test
    void reading_outside_a_transaction_shows_nothing() {
        client.post("/api/notes", AURORA, "{\"text\": \"hidden\"}");
        assertThat(client.get("/api/notes/unscoped", AURORA).body()).isEqualTo("0");
        assertThat(client.get("/api/notes/unscoped", TestTokens.group("note:read"))
                        .body())
                .isEqualTo("0");
    }
}
