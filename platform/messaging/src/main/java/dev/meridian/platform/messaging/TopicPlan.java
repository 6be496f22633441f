package dev.meridian.platform.messaging;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics a center owns, published as a bean. They are created when the center starts, in the background, for as
 * long as Kafka takes to come; a topic that exists is left as it is.
 */
public record TopicPlan(List<Topic> topics) {

    public TopicPlan {
        topics = List.copyOf(topics);
    }

    /** Topics with the deployment's default number of partitions. */
    public static TopicPlan of(String... names) {
        return new TopicPlan(Arrays.stream(names)
                .map(name -> new Topic(name, null, Map.of()))
                .toList());
    }

    /**
     * One topic.
     *
     * @param name without the deployment's prefix
     * @param partitions how many; null for the deployment's default
     * @param settings Kafka's topic settings that differ from the broker's
     */
    public record Topic(String name, @Nullable Integer partitions, Map<String, String> settings) {

        public Topic {
            settings = Map.copyOf(settings);
        }
    }
}
