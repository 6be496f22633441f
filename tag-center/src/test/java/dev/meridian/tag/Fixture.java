package dev.meridian.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** Speaks to the center as customer-center and as brands do. */
public final class Fixture {

    private static final String PROFILE = "meridian.customer.profile";
    private static final String INTERACTION = "meridian.customer.interaction";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Random NAMES = new Random();

    private final ObjectProvider<ApiClient> api;
    private final ObjectProvider<EventProbe> probe;
    private final ObjectProvider<TestDatabase> database;
    private final MovableClock clock;

    Fixture(
            ObjectProvider<ApiClient> api,
            ObjectProvider<EventProbe> probe,
            ObjectProvider<TestDatabase> database,
            MovableClock clock) {
        this.api = api;
        this.probe = probe;
        this.database = database;
        this.clock = clock;
    }

    /** The beans that tests have beside the center's. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class Configuration {

        @Bean
        @Primary
        MovableClock movableClock() {
            return new MovableClock();
        }

        @Bean
        Fixture fixture(
                ObjectProvider<ApiClient> api,
                ObjectProvider<EventProbe> probe,
                ObjectProvider<TestDatabase> database,
                MovableClock clock) {
            return new Fixture(api, probe, database, clock);
        }
    }

    /** A brand nobody else uses. */
    public static String newBrand() {
        return "b" + Long.toString(NAMES.nextLong() >>> 1, 36);
    }

    /**
     * A customer as one source profile of one brand.
     *
     * @param customer whom the group takes them for
     * @param brandCustomer whom the brand takes them for
     */
    public record Person(UUID customer, UUID brandCustomer, UUID sourceProfile, String brand) {

        public Person(UUID customer, UUID sourceProfile, String brand) {
            this(customer, customer, sourceProfile, brand);
        }

        public Person at(String otherBrand) {
            return new Person(customer, UUID.randomUUID(), otherBrand);
        }

        /** The same source profile, which the group has come to take for another customer's. */
        public Person inGroup(UUID other) {
            return new Person(other, brandCustomer, sourceProfile, brand);
        }
    }

    /** Someone new, not yet told to the center. */
    public static Person person(String brand) {
        return new Person(UUID.randomUUID(), UUID.randomUUID(), brand);
    }

    public MovableClock clock() {
        return clock;
    }

    public EventProbe probe() {
        return probe.getObject();
    }

    public TestDatabase database() {
        return database.getObject();
    }

    /** A caller with all scopes of segments; its token is good whatever the clock says. */
    public ApiClient as(String brand) {
        return api.getObject()
                .as(TestTokens.claims(brand, "test-client")
                        .scopes("segment:read", "segment:write", "identity:admin")
                        .expiresAt(clock.instant().plus(Duration.ofMinutes(4)))
                        .sign());
    }

    public ApiClient group() {
        return as("*");
    }

    /** An interaction of the person. */
    public TestEvent did(Person person, String type, Instant at, Map<String, ?> properties) {
        return did(person, UUID.randomUUID(), type, "app", at, properties);
    }

    public TestEvent did(
            Person person, UUID interaction, String type, String channel, Instant at, Map<String, ?> properties) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("interactionId", interaction.toString());
        data.put("customerId", person.customer().toString());
        data.put("brandCustomerId", person.brandCustomer().toString());
        data.put("sourceProfileId", person.sourceProfile().toString());
        data.put("brand", person.brand());
        data.put("channel", channel);
        data.put("type", type);
        data.put("occurredAt", at.toString());
        data.put("recordedAt", clock.instant().toString());
        data.put("properties", properties);
        return TestEvent.of(INTERACTION, "meridian.customer.interaction.recorded.v1", person.customer(), data)
                .withId(interaction)
                .withTime(clock.instant())
                .withBrand(person.brand());
    }

    public TestEvent paid(Person person, Instant at, Object amount) {
        return did(person, "order.paid", at, Map.of("amount", amount));
    }

    public TestEvent loggedIn(Person person, Instant at) {
        return did(person, "app.login", at, Map.of());
    }

    /** What the person's source profile says, observed now. */
    public TestEvent says(Person person, Map<String, ?> attributes) {
        return says(person, attributes, clock.instant());
    }

    public TestEvent says(Person person, Map<String, ?> attributes, Instant observedAt) {
        Map<String, Object> observed = new LinkedHashMap<>();
        attributes.forEach(
                (name, value) -> observed.put(name, Map.of("value", value, "observedAt", observedAt.toString())));
        Map<String, Object> data = Map.of(
                "customerId", person.customer().toString(),
                "brandCustomerId", person.brandCustomer().toString(),
                "sourceProfileId", person.sourceProfile().toString(),
                "brand", person.brand(),
                "attributes", observed);
        return TestEvent.of(PROFILE, "meridian.customer.profile.updated.v1", person.customer(), data)
                .withTime(clock.instant())
                .withBrand(person.brand());
    }

    /** What the brand's own evidence made one of two. */
    public TestEvent mergedInBrand(String brand, UUID survivor, UUID absorbed, UUID... moved) {
        List<String> profiles = new ArrayList<>();
        for (UUID profile : moved) {
            profiles.add(profile.toString());
        }
        Map<String, Object> data = Map.of(
                "brand", brand,
                "mergeId", UUID.randomUUID().toString(),
                "survivorId", survivor.toString(),
                "absorbedId", absorbed.toString(),
                "sourceProfileIds", profiles,
                "mergedAt", clock.instant().toString());
        return TestEvent.of(PROFILE, "meridian.customer.profile.brand_merged.v1", survivor, data)
                .withTime(clock.instant())
                .withBrand(brand);
    }

    /** What everybody's evidence made one of two, for the group. */
    public TestEvent merged(UUID survivor, UUID absorbed, UUID... moved) {
        List<String> profiles = new ArrayList<>();
        for (UUID profile : moved) {
            profiles.add(profile.toString());
        }
        Map<String, Object> data = Map.of(
                "mergeId", UUID.randomUUID().toString(),
                "survivorId", survivor.toString(),
                "absorbedId", absorbed.toString(),
                "sourceProfileIds", profiles,
                "reason", "shared_identifier",
                "mergedAt", clock.instant().toString());
        return TestEvent.of(PROFILE, "meridian.customer.profile.merged.v1", survivor, data)
                .withTime(clock.instant());
    }

    /** The event as a consumer is given it. */
    public static IncomingEvent incoming(TestEvent event) {
        return new IncomingEvent(
                event.topic(),
                event.type(),
                event.id(),
                event.key(),
                event.sequence(),
                event.time(),
                event.brand() == null ? null : new Brand(event.brand()),
                null,
                event.body());
    }

    public void send(TestEvent... events) {
        probe().send(List.of(events));
    }

    /** Defines and publishes, and waits until everyone has been evaluated. */
    @CanIgnoreReturnValue
    public JsonNode publish(String brand, String key, Object rule) {
        define(brand, key, rule);
        as(brand).post("/api/segments/{key}/publish", key).send().expect(202);
        return awaitPublished(brand, key);
    }

    /** Stores a draft. */
    @CanIgnoreReturnValue
    public JsonNode define(String brand, String key, Object rule) {
        var answer = as(brand)
                .put("/api/segments/{key}", key)
                .body(Map.of("name", key, "rule", rule))
                .send();
        assertThat(answer.status()).as("%s", answer).isIn(200, 201);
        return answer.json();
    }

    @CanIgnoreReturnValue
    public JsonNode awaitPublished(String brand, String key) {
        return Awaitility.await(key + " published")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> as(brand)
                                .get("/api/segments/{key}", key)
                                .send()
                                .expect(200)
                                .json(),
                        segment -> segment.path("status").asString().equals("published"));
    }

    /** Ids of all members now. */
    public List<UUID> members(String brand, String key) {
        List<UUID> members = new ArrayList<>();
        String cursor = null;
        do {
            var request = as(brand).get("/api/segments/{key}/members", key).query("limit", 500);
            if (cursor != null) {
                request.query("cursor", cursor);
            }
            JsonNode page = request.send().expect(200).json();
            page.path("items")
                    .forEach(item ->
                            members.add(UUID.fromString(item.path("customerId").asString())));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").asString();
        } while (cursor != null);
        return members;
    }

    public void awaitMember(String brand, String key, UUID customer) {
        Awaitility.await("member of " + key)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(members(brand, key)).contains(customer));
    }

    public void awaitNoMember(String brand, String key, UUID customer) {
        Awaitility.await("no member of " + key)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(members(brand, key)).doesNotContain(customer));
    }

    /** Waits until the center has stored so many interactions of the brand. */
    public void awaitFacts(String brand, long count) {
        Awaitility.await(count + " facts of " + brand)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> database().number("select count(*) from activity_fact where brand = ?", brand) == count);
    }

    /** Waits until the brand knows so many customers. */
    public void awaitKnown(String brand, long count) {
        Awaitility.await(count + " customers of " + brand)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> database().number("select count(*) from customer where brand = ? and not absorbed", brand)
                        == count);
    }

    /** A rule on activity. */
    public static Map<String, Object> activity(
            String event, String within, String measure, String of, Map<String, ?> is) {
        Map<String, Object> activity = new LinkedHashMap<>();
        activity.put("event", event);
        if (within != null) {
            activity.put("within", within);
        }
        activity.put("measure", measure);
        if (of != null) {
            activity.put("of", of);
        }
        activity.put("is", is);
        return Map.of("activity", activity);
    }

    /** More than 3 orders in 3 months, average over 1000. */
    public static Map<String, Object> bigSpenders() {
        return Map.of(
                "all",
                List.of(
                        activity("order.paid", "P3M", "count", null, Map.of("gt", 3)),
                        activity("order.paid", "P3M", "avg", "amount", Map.of("gt", 1000))));
    }

    /** No login within 30 days. */
    public static Map<String, Object> dormant() {
        return Map.of("not", activity("app.login", "P30D", "count", null, Map.of("gte", 1)));
    }
}
