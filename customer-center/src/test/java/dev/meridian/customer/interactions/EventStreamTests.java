package dev.meridian.customer.interactions;

import static dev.meridian.customer.CustomerCalls.awaitCustomer;
import static dev.meridian.customer.CustomerCalls.lookedUp;
import static dev.meridian.customer.CustomerCalls.timeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random streams from many senders, against what was sent. A failure names its seed. */
@CenterTest
class EventStreamTests {

    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final String AT = "2026-03-02T16:15:00+08:00";

    private final ApiClient aurora;
    private final EventProbe probe;
    private final TestDatabase database;

    EventStreamTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "event:write"));
        this.probe = probe;
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42})
    void any_stream_from_many_senders_ends_on_the_right_timelines_exactly_once(long seed) throws Exception {
        Random random = new Random(seed);
        int people = 25;
        List<Person> crowd =
                IntStream.range(0, people).mapToObj(i -> Person.unseen()).toList();
        String run = UUID.randomUUID().toString();
        Map<Integer, Set<String>> expected = new HashMap<>();
        List<Map<String, Object>> stream = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int who = random.nextInt(people);
            List<Map<String, Object>> by = new ArrayList<>(List.of(
                    crowd.get(who).byPhone(),
                    crowd.get(who).byOpenid(),
                    crowd.get(who).byEmail()));
            Collections.shuffle(by, random);
            String eventId = run + "-" + i;
            stream.add(Person.event(
                    eventId, "page.viewed", AT, Map.of("pageId", run), by.subList(0, 1 + random.nextInt(3))));
            expected.computeIfAbsent(who, unused -> new HashSet<>()).add(eventId);
        }
        for (int who = 0; who < people; who++) {
            String eventId = run + "-all-" + who;
            stream.add(Person.event(
                    eventId,
                    "page.viewed",
                    AT,
                    Map.of("pageId", run),
                    List.of(
                            crowd.get(who).byPhone(),
                            crowd.get(who).byOpenid(),
                            crowd.get(who).byEmail())));
            expected.computeIfAbsent(who, unused -> new HashSet<>()).add(eventId);
        }
        int distinct = stream.size();
        stream.addAll(List.copyOf(stream.subList(0, 200)));
        Collections.shuffle(stream, random);

        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            List<Future<ApiResponse>> sent = new ArrayList<>();
            for (int from = 0; from < stream.size(); from += 40) {
                List<Map<String, Object>> part = stream.subList(from, Math.min(stream.size(), from + 40));
                Callable<ApiResponse> call =
                        () -> aurora.post("/api/events").body(part).send().expect(202);
                sent.add(senders.submit(call));
            }
            for (Future<ApiResponse> one : sent) {
                assertThat(one.get().json().path("rejected")).isEmpty();
            }
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> stored(run) == distinct);
        Set<String> customers = new LinkedHashSet<>();
        for (int who = 0; who < people; who++) {
            String id = awaitCustomer(aurora, crowd.get(who).phone());
            assertThat(lookedUp(aurora, "wechat_openid", crowd.get(who).openid()))
                    .isEqualTo(id);
            assertThat(lookedUp(aurora, "email", crowd.get(who).email())).isEqualTo(id);
            List<String> ids = timeline(aurora, id).stream()
                    .map(item -> item.path("eventId").asString())
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(Set.copyOf(ids)).isEqualTo(expected.get(who));
            customers.add(id);
        }
        assertThat(customers).hasSize(people);
        probe.expectExactly(
                distinct,
                RECORDED,
                event -> event.data()
                        .path("properties")
                        .path("pageId")
                        .asString("")
                        .equals(run),
                Duration.ofMillis(500));
    }

    private long stored(String run) {
        return database.number("select count(*) from interaction where event_id like ?", run + "%");
    }
}
