package dev.meridian.platform.messaging.deadletters;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.messaging.DeadLetter;
import dev.meridian.platform.messaging.DeadLetters;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.problems.CapabilityUnavailableException;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The operators' view of what could not be handled, for the topics this center reads. */
@RestController
@RequestMapping("/admin/dead-letters")
public final class DeadLettersController {

    private static final int MOST = 10_000;
    private static final int MOST_LISTED = 500;

    private final DeadLetters deadLetters;
    private final Set<String> topics;
    private final Set<String> consumers;
    private final OperatorActs acts;

    public DeadLettersController(DeadLetters deadLetters, List<EventSubscription> subscriptions, OperatorActs acts) {
        this.deadLetters = deadLetters;
        this.acts = acts;
        this.topics = subscriptions.stream()
                .flatMap(subscription -> subscription.topics().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.consumers =
                subscriptions.stream().map(EventSubscription::consumer).collect(Collectors.toUnmodifiableSet());
    }

    /** The oldest dead letters of the topic, without their bodies. */
    @GetMapping
    Page<DeadLetter> list(@RequestParam("topic") String topic) {
        requireOurs(topic);
        return new Page<>(orUnavailable(() -> deadLetters.list(topic, MOST_LISTED)), null);
    }

    /** Takes the oldest dead letters of the topic up again. */
    @PostMapping("/redrive")
    RedriveResponse redrive(@RequestBody RedriveRequest request) {
        String topic = request.topic();
        if (topic == null) {
            throw invalid(new FieldError("/topic", "required"));
        }
        int max = request.max() == null ? MOST : request.max();
        if (max < 1 || max > MOST) {
            throw invalid(new FieldError("/max", "out_of_range", "1-" + MOST));
        }
        requireOurs(topic);
        acts.record("dead_letters.redriven", "topic", topic, null, Map.of("max", max));
        return new RedriveResponse(orUnavailable(() -> deadLetters.redrive(topic, max)));
    }

    /** Gives up a parked event that holds its key. */
    @PostMapping("/discard")
    DiscardResponse discard(@RequestBody DiscardRequest request) {
        String topic = request.topic();
        String consumer = request.consumer();
        UUID id = request.id();
        if (topic == null || consumer == null || id == null) {
            String missing = topic == null ? "/topic" : consumer == null ? "/consumer" : "/id";
            throw invalid(new FieldError(missing, "required"));
        }
        requireOurs(topic);
        if (!consumers.contains(consumer) || !deadLetters.holds(topic, consumer, id)) {
            throw new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
        }
        boolean withAllBehind = Boolean.TRUE.equals(request.withAllBehind());
        acts.record(
                "dead_letter.discarded",
                "event",
                id.toString(),
                Map.of("topic", topic, "consumer", consumer),
                Map.of("withAllBehind", withAllBehind));
        int discarded = deadLetters.discard(topic, consumer, id, withAllBehind);
        if (discarded == 0) {
            throw new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
        }
        return new DiscardResponse(discarded);
    }

    /** The events of all brands wait in one list, so that only who speaks for the group may look at it. */
    private void requireOurs(String topic) {
        if (!ActiveBrandScope.current().equals(BrandScope.group())) {
            throw new ProblemException(Problem.of(StandardProblem.FORBIDDEN));
        }
        if (!topics.contains(topic)) {
            throw new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
        }
    }

    private static <R> R orUnavailable(Supplier<R> work) {
        try {
            return work.get();
        } catch (CapabilityUnavailableException away) {
            ProblemException unavailable = new ProblemException(Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE));
            unavailable.initCause(away);
            throw unavailable;
        }
    }

    private static ProblemException invalid(FieldError error) {
        return new ProblemException(Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(error)));
    }

    /**
     * What to send again.
     *
     * @param topic the topic family
     * @param max at most that many, up to 10,000; absent for that limit
     */
    record RedriveRequest(@Nullable String topic, @Nullable Integer max) {}

    /**
     * What to give up.
     *
     * @param topic the topic family
     * @param consumer who could not handle it
     * @param id the event as it is listed
     * @param withAllBehind also what waits behind it; absent for no
     */
    record DiscardRequest(
            @Nullable String topic,
            @Nullable String consumer,
            @Nullable UUID id,
            @Nullable Boolean withAllBehind) {}

    /** How many events were given up. */
    record DiscardResponse(int discarded) {}

    /** How many events were taken up again. */
    record RedriveResponse(int redriven) {}
}
