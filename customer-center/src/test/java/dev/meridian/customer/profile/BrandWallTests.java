package dev.meridian.customer.profile;

import static dev.meridian.customer.CustomerCalls.awaitTimeline;
import static dev.meridian.customer.CustomerCalls.get;
import static dev.meridian.customer.CustomerCalls.id;
import static dev.meridian.customer.CustomerCalls.identify;
import static dev.meridian.customer.CustomerCalls.identifyWith;
import static dev.meridian.customer.CustomerCalls.lookup;
import static dev.meridian.customer.CustomerCalls.order;
import static dev.meridian.customer.CustomerCalls.patch;
import static dev.meridian.customer.Person.identifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.BrandIsolation;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * One brand makes the same calls in a world where another brand knows the same people, and in one where it does not. The
 * answers may differ by random ids and by the time of day, and by nothing else.
 */
@CenterTest
class BrandWallTests {

    private static final String[] SCOPES = {"customer:read", "customer:write", "event:write"};
    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern VERSIONS = Pattern.compile("\"[0-9a-f]{16}\"");
    private static final Pattern TIMES = Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z");

    private final ApiClient api;
    private final Clock clock;

    BrandWallTests(ApiClient api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Somebody with all kinds of identifiers. */
    private record Somebody(Person person, String unionid, String otherUnionid) {
        static Somebody unseen() {
            return new Somebody(Person.unseen(), "u" + UUID.randomUUID(), "u" + UUID.randomUUID());
        }
    }

    /** What another brand does between the calls. */
    private interface World {
        void before(int step, Somebody somebody);
    }

    @Test
    void the_same_calls_are_answered_alike_whether_or_not_another_brand_knows_the_person() {
        ApiClient other = api.as(TestTokens.brand("boreal", SCOPES));
        World empty = (step, somebody) -> {};
        World known = (step, somebody) -> {
            if (step == 0) {
                identifyWith(
                        other,
                        Map.of("name", "韩梅梅", "city", "110000"),
                        somebody.person().byPhone(),
                        somebody.person().byEmail(),
                        identifier("wechat_unionid", "b" + somebody.unionid()));
            }
        };
        World busy = (step, somebody) -> {
            if (step == 0) {
                identify(other, somebody.person().byPhone());
            } else if (step % 4 == 1) {
                identifyWith(
                        other,
                        Map.of("city", "440300"),
                        somebody.person().byPhone(),
                        somebody.person().byEmail());
            } else if (step % 4 == 2) {
                identify(
                        other,
                        identifier("wechat_unionid", somebody.otherUnionid()),
                        somebody.person().byEmail());
            } else if (step % 4 == 3) {
                identify(
                        other,
                        identifier("external_id", "x" + somebody.unionid()),
                        somebody.person().byPhone());
            }
        };

        List<String> alone = answers("aurora", empty);
        assertThat(alone).hasSizeGreaterThanOrEqualTo(20);
        assertThat(answers("aurora", known)).isEqualTo(alone);
        assertThat(answers("aurora", busy)).isEqualTo(alone);
    }

    @Test
    void no_operation_shows_one_brand_what_is_anothers() {
        Person person = Person.unseen();
        String brand = "b" + UUID.randomUUID().toString().substring(0, 8);
        ApiClient owner =
                api.as(TestTokens.brand(brand, "customer:read", "customer:write", "event:write", "event:admin"));
        String foreign =
                id(identifyWith(owner, Map.of("name", "李雷", "city", "310000"), person.byPhone(), person.byOpenid()));
        String type = brand + ".done";
        owner.put("/api/event-types/{type}", type)
                .body(Map.of("title", "Done", "x-title-zh", "完成", "type", "object", "properties", Map.of()))
                .send()
                .expect(201);
        owner.put("/api/event-policy")
                .body(Map.of("undeclared", "quarantine"))
                .send()
                .expect(200);
        UUID quarantined = quarantined(owner, person);
        assertThat(owner.get("/api/event-types/{type}", type).send().status())
                .as("there is something to find")
                .isEqualTo(200);

        BrandIsolation.of(api.as(TestTokens.brand(
                        "curious", "customer:read", "customer:write", "event:write", "event:admin", "identity:admin")))
                .id("customerId", UUID.fromString(foreign))
                .id("type", type, "nobody_s.done")
                .id("id", quarantined)
                .body("declareEventType", Map.of("nonsense", true))
                .body("lookupCustomerByBody", person.byPhone())
                .secret("李雷")
                .secret(person.openid())
                .secret(brand)
                .verify();

        assertThat(waiting(owner)).as("and nobody took it away").contains(quarantined);
    }

    /** An event of a type that nobody declared, which waits. */
    private UUID quarantined(ApiClient owner, Person person) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            // The policy comes into force within a moment; what is sent before is not held.
                            var unused = owner.post("/api/events")
                                    .body(Person.event(
                                            "q" + UUID.randomUUID(),
                                            "nobody.declared",
                                            "2026-03-02T08:00:00Z",
                                            Map.of(),
                                            List.of(person.byPhone())))
                                    .send()
                                    .expect(202);
                            return waiting(owner);
                        },
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static List<UUID> waiting(ApiClient owner) {
        List<UUID> ids = new ArrayList<>();
        owner.get("/api/quarantined-events")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> ids.add(UUID.fromString(item.path("id").asString())));
        return ids;
    }

    private List<String> answers(String brand, World world) {
        Somebody somebody = Somebody.unseen();
        Person person = somebody.person();
        Map<String, Object> unionid = identifier("wechat_unionid", somebody.unionid());
        Map<String, Object> otherUnionid = identifier("wechat_unionid", somebody.otherUnionid());
        ApiClient own = api.as(TestTokens.brand(brand, SCOPES));
        Instant begin = clock.instant();
        List<ApiResponse> answers = new ArrayList<>();
        Runnable step = () -> world.before(answers.size(), somebody);

        step.run();
        answers.add(dryRun(own, person.byPhone()));
        step.run();
        answers.add(lookup(own, "phone", person.phone()));
        step.run();
        answers.add(call(own, Map.of("city", "310000"), person.byPhone()));
        String first = id(answers.getLast().json());
        step.run();
        answers.add(call(own, Map.of(), person.byPhone()));
        step.run();
        answers.add(dryRun(own, person.byPhone(), person.byEmail()));
        step.run();
        answers.add(call(own, Map.of(), person.byEmail()));
        String second = id(answers.getLast().json());
        step.run();
        answers.add(lookup(own, "email", person.email()));
        step.run();
        answers.add(get(own, first, "identifiers,provenance"));
        step.run();
        answers.add(get(own, second, "identifiers,provenance"));
        step.run();
        answers.add(dryRun(own, person.byPhone(), person.byEmail()));
        step.run();
        answers.add(dryRun(own, unionid, person.byPhone()));
        step.run();
        answers.add(call(own, Map.of(), unionid, person.byPhone()));
        step.run();
        answers.add(lookup(own, "wechat_unionid", somebody.unionid()));
        step.run();
        answers.add(call(own, Map.of("language", "zh-CN"), person.byPhone(), person.byEmail()));
        step.run();
        answers.add(get(own, second, "identifiers,provenance"));
        String version = answers.getLast().header("ETag").orElseThrow();
        step.run();
        answers.add(patch(own, first, version, Map.of("city", "440300")));
        step.run();
        answers.add(patch(own.unchecked(), first, version, Map.of("city", "110000")));
        step.run();
        answers.add(dryRun(own, otherUnionid, person.byPhone()));
        step.run();
        answers.add(call(own, Map.of(), otherUnionid, person.byPhone()));
        step.run();
        answers.add(lookup(own, "wechat_unionid", somebody.otherUnionid()));
        step.run();
        own.post("/api/events")
                .body(order("w" + somebody.unionid(), 12, person.byEmail()))
                .send()
                .expect(202);
        awaitTimeline(own, first, 1);
        step.run();
        answers.add(own.get("/api/customers/{id}/timeline", second).send());
        step.run();
        answers.add(get(own, first, "identifiers,provenance"));

        List<String> comparable = new ArrayList<>();
        Names names = new Names(begin);
        answers.forEach(answer -> comparable.add(names.replaced(somebody, answer)));
        return comparable;
    }

    @SafeVarargs
    private static ApiResponse dryRun(ApiClient client, Map<String, Object>... identifiers) {
        return client.post("/api/customers/identify")
                .query("dryRun", "true")
                .body(Map.of("identifiers", List.of(identifiers)))
                .send();
    }

    @SafeVarargs
    private static ApiResponse call(ApiClient client, Map<String, ?> attributes, Map<String, Object>... identifiers) {
        return client.post("/api/customers/identify")
                .body(Map.of("identifiers", List.of(identifiers), "attributes", attributes))
                .send();
    }

    /** Gives what is random a name by its order of appearance, so that equal stays equal and different different. */
    private static final class Names {

        private final Instant begin;
        private final Map<String, String> names = new LinkedHashMap<>();

        Names(Instant begin) {
            this.begin = begin;
        }

        String replaced(Somebody somebody, ApiResponse answer) {
            String text = answer.status() + " " + answer.header("ETag").orElse("") + " " + answer.text();
            text = text.replace(somebody.person().phone(), "<phone>")
                    .replace(somebody.person().email(), "<email>")
                    .replace(somebody.unionid(), "<unionid>")
                    .replace(somebody.otherUnionid(), "<other unionid>")
                    .replaceAll("\"requestId\":\"[^\"]*\"", "");
            text = each(UUIDS, text, found -> names.computeIfAbsent(found, unused -> "<id " + names.size() + ">"));
            text = each(
                    VERSIONS, text, found -> names.computeIfAbsent(found, unused -> "<version " + names.size() + ">"));
            return each(TIMES, text, found -> Instant.parse(found).isBefore(begin) ? found : "<now>");
        }

        private static String each(Pattern pattern, String text, UnaryOperator<String> name) {
            Matcher matcher = pattern.matcher(text);
            return matcher.replaceAll(found -> Matcher.quoteReplacement(name.apply(found.group())));
        }
    }
}
