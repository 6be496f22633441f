package dev.meridian.local;

import dev.meridian.local.fleet.DemoClient;
import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows how far the center has come until it has finished. Ending the command does not end the rebuild. */
@Command(
        name = "rebuild",
        description = {
            "Lets a center build what it keeps of customers anew, while it goes on answering.",
            "One that was stopped goes on. Interrupting this command leaves the rebuild running."
        },
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String RUNNING = "running";

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CENTER", description = "tag-center or membership-center.")
    private String center = "";

    @Option(names = "--stop", description = "Stop the rebuild that is running.")
    private boolean stop;

    @Option(names = "--detach", description = "Come back at once.")
    private boolean detach;

    @Override
    public Integer call() {
        Fleet fleet = launcher.fleet().open();
        PrintWriter out = spec.commandLine().getOut();
        try (HttpClient client = HttpClient.newHttpClient()) {
            if (stop) {
                return stop(client, fleet, out);
            }
            JsonNode rebuild = call(client, fleet, "POST", "");
            String id = rebuild.path("rebuildId").asString();
            while (!detach && rebuild.path("state").asString().equals(RUNNING)) {
                print(out, rebuild);
                boolean unused = new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                rebuild = call(client, fleet, "GET", "/" + id);
            }
            print(out, rebuild);
            out.println();
            return 0;
        } catch (IOException e) {
            throw new FleetException(center + " does not answer: is it up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted; the rebuild goes on", e);
        }
    }

    private int stop(HttpClient client, Fleet fleet, PrintWriter out) throws IOException, InterruptedException {
        for (JsonNode rebuild : call(client, fleet, "GET", "").path("items")) {
            if (rebuild.path("state").asString().equals(RUNNING)) {
                String id = rebuild.path("rebuildId").asString();
                print(out, call(client, fleet, "POST", "/" + id + "/stop"));
                out.println();
                return 0;
            }
        }
        out.println("No rebuild of " + center + " is running.");
        return 1;
    }

    private void print(PrintWriter out, JsonNode rebuild) {
        out.printf(
                Locale.ROOT,
                "\r  %s %s: %d %%, %,d customers, %,d rows corrected ",
                center,
                rebuild.path("state").asString(),
                rebuild.path("percent").asInt(),
                rebuild.path("subjects").asLong(),
                rebuild.path("corrected").asLong());
        out.flush();
    }

    private JsonNode call(HttpClient client, Fleet fleet, String method, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.url(center) + "/admin/rebuilds" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + fleet.token(DemoClient.OPERATOR))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 404 && path.isEmpty()) {
            throw new FleetException(center + " owns what it keeps: there is nothing to rebuild it from");
        }
        if (answer.statusCode() >= 300) {
            throw new FleetException(center + " refuses: " + answer.body());
        }
        return new JsonMapper().readTree(answer.body());
    }
}
