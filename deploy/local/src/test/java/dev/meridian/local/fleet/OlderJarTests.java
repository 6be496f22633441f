package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start does with a service that runs already. */
class OlderJarTests {

    private static final String NAME = "gateway";

    @TempDir
    Path checkout;

    private final List<String> news = new CopyOnWriteArrayList<>();
    private FleetPorts ports;
    private Service service;
    private FleetStart start;

    @BeforeEach
    void fleet() {
        FleetFolder folder = new FleetFolder(checkout, checkout.resolve("state"));
        ports = FleetPorts.above(FleetTests.freeBase(), Map.of());
        Secrets secrets = new Secrets(folder.secrets(), new SecureRandom());
        Environments environments = new Environments(ports, secrets, folder, Map.of());
        Machines machines = Machines.of(folder, ports, secrets, environments);
        service = machines.services().stream()
                .filter(each -> each.name().equals(NAME))
                .findFirst()
                .orElseThrow();
        start = new FleetStart(machines, environments, told(), false, () -> false);
    }

    @AfterEach
    void end() {
        service.kill();
    }

    @Test
    void one_that_runs_from_an_older_jar_is_ended_and_starts_anew_from_the_one_that_is_built_now() throws Exception {
        build("yesterday");
        long before = service.startAndWait().pid();
        assertThat(answer()).isEqualTo("yesterday");

        build("today");
        assertThat(service.isOutdated()).isTrue();
        start.migrate(service);

        assertThat(service.running())
                .as("ended before anything of it is migrated")
                .isEmpty();
        assertThat(news).containsExactly(NAME + " runs from an older build and is started anew");
        assertThat(service.startAndWait().pid()).isNotEqualTo(before);
        assertThat(answer()).isEqualTo("today");
        assertThat(service.isOutdated()).isFalse();
    }

    @Test
    void one_that_runs_from_the_jar_that_is_built_runs_on() throws Exception {
        build("today");
        long before = service.startAndWait().pid();

        build("today");
        start.migrate(service);

        assertThat(news).isEmpty();
        assertThat(service.startAndWait().pid()).isEqualTo(before);
    }

    private void build(String build) throws IOException {
        StandIn.pack(checkout.resolve(NAME).resolve("target").resolve(NAME + ".jar"), build);
    }

    private String answer() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.managementOf(NAME) + "/"))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private Progress told() {
        return new Progress() {
            @Override
            public void done(String what, String outcome, Duration took) {}

            @Override
            public void note(String what, String text) {
                news.add(what + " " + text);
            }
        };
    }
}
