package dev.meridian.local;

import dev.meridian.local.fleet.DemoClient;
import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "redrive",
        description = "Lets a center take a topic's parked events and dead letters up again.",
        mixinStandardHelpOptions = true)
final class RedriveCommand implements Callable<Integer> {

    @ParentCommand
    private Launcher launcher = new Launcher();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CENTER", description = "The center that could not take them.")
    private String center = "";

    @Parameters(index = "1", paramLabel = "TOPIC", description = "The topic they were meant for.")
    private String topic = "";

    @Option(names = "--max", paramLabel = "COUNT", description = "At most so many (default 1000).")
    private int max = 1000;

    @Override
    public Integer call() {
        Fleet fleet = launcher.fleet().open();
        String body = new JsonMapper().writeValueAsString(Map.of("topic", topic, "max", max));
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.url(center) + "/admin/dead-letters/redrive"))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + fleet.token(DemoClient.OPERATOR))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            spec.commandLine().getOut().println(answer.body());
            return answer.statusCode() < 300 ? 0 : 1;
        } catch (IOException e) {
            throw new FleetException(center + " does not answer: is it up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }
}
