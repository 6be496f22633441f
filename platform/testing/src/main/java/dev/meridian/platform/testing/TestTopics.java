package dev.meridian.platform.testing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import tools.jackson.databind.JsonNode;

/** The topics other centers own, which a test must make because those centers do not run. */
final class TestTopics {

    private static final int PARTITIONS = 3;

    private TestTopics() {}

    /** What a center listens to and does not itself tell, by its AsyncAPI document; nothing where it has none. */
    static Set<String> heardFromOthers(String center) {
        Set<String> heard = new LinkedHashSet<>();
        Set<String> told = new LinkedHashSet<>();
        byte[] yaml = Json.resource("asyncapi/" + center + ".yaml");
        if (yaml != null) {
            JsonNode document = Json.parseYaml(yaml);
            for (JsonNode operation : document.path("operations").values()) {
                String channel =
                        operation.path("channel").path("$ref").asString().substring(1);
                String address = document.at(channel).path("address").asString();
                boolean sends = operation.path("action").asString().equals("send");
                boolean ignored = (sends ? told : heard).add(address);
            }
        }
        heard.removeAll(told);
        return heard;
    }

    /** Makes the topics that are missing. */
    static void create(String bootstrapServers, Iterable<String> names) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            for (String name : names) {
                NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty());
                try {
                    admin.createTopics(List.of(topic)).all().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("Cannot make the topic " + name, e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making topics", e);
        }
    }
}
