package dev.meridian.tag.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiRequest;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two brands with the same data of their own. One shares its customers with another brand, which knows things of them
 * that would change every answer; the other brand's world has nobody else in it. What they are told is the same, word for
 * word.
 */
@TagTest
class SameAnswersTests {

    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final Pattern INTERACTIONS = Pattern.compile("\"interactionIds\":\\[[^]]*]");
    private static final Pattern REQUEST = Pattern.compile("\"requestId\":\"[^\"]*\"");

    private final Fixture fixture;

    SameAnswersTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void twenty_requests_are_answered_alike_whatever_another_brand_knows() {
        Instant now = fixture.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        World alone = new World(now);
        World shared = new World(now);
        String group = "w" + Fixture.newBrand();
        fixture.publish("*", group, Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)));
        fixture.publish("*", group + "-idle", Fixture.dormant());
        shared.meddle();
        alone.goOn(alone.idle);
        shared.goOn(shared.idle.inGroup(shared.buyer.customer()));

        List<String> lonely = alone.answers(group);
        List<String> watched = shared.answers(group);
        assertThat(lonely).hasSizeGreaterThanOrEqualTo(20);
        for (int i = 0; i < lonely.size(); i++) {
            assertThat(watched.get(i)).as("request %d", i).isEqualTo(lonely.get(i));
        }
    }

    private final class World {
        final String brand = Fixture.newBrand();
        final Instant now;
        // Pages are in the order of ids, so that the ids of both worlds must be in one order.
        final List<UUID> ids = Stream.generate(UUID::randomUUID)
                .limit(3)
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
        final Person buyer = new Person(ids.get(0), UUID.randomUUID(), brand);
        final Person idle = new Person(ids.get(1), UUID.randomUUID(), brand);
        final Person third = new Person(ids.get(2), UUID.randomUUID(), brand);
        UUID stranger = UUID.randomUUID();

        World(Instant now) {
            this.now = now;
            fixture.send(
                    fixture.says(buyer, Map.of("city", "310000"), now.minusSeconds(60)),
                    fixture.says(idle, Map.of("city", "110000"), now.minusSeconds(60)));
            fixture.send(
                    fixture.paid(buyer, now.minus(Duration.ofDays(3)), 10),
                    fixture.paid(buyer, now.minus(Duration.ofDays(2)), 20),
                    fixture.loggedIn(buyer, now.minus(Duration.ofDays(1))),
                    fixture.paid(third, now.minus(Duration.ofDays(5)), 5));
            fixture.awaitFacts(brand, 4);
            fixture.awaitKnown(brand, 3);
            fixture.publish(brand, "shanghai", Map.of("attribute", "city", "is", Map.of("eq", "310000")));
            fixture.publish(brand, "two", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 2)));
        }

        /** Another brand knows the same people, and of one more that he is one of them. */
        void meddle() {
            String other = Fixture.newBrand();
            Person buyerThere = buyer.at(other);
            Person idleThere = idle.at(other);
            Person unknown = Fixture.person(other);
            fixture.send(
                    fixture.says(buyerThere, Map.of("city", "440100"), now.minusSeconds(1)),
                    fixture.says(idleThere, Map.of("city", "310000"), now.minusSeconds(1)));
            fixture.send(
                    fixture.paid(buyerThere, now.minus(Duration.ofHours(5)), 1_000),
                    fixture.paid(idleThere, now.minus(Duration.ofHours(5)), 1_000),
                    fixture.loggedIn(idleThere, now.minus(Duration.ofHours(4))),
                    fixture.paid(unknown, now.minus(Duration.ofHours(3)), 1));
            fixture.awaitFacts(other, 4);
            fixture.send(fixture.merged(buyer.customer(), unknown.customer(), unknown.sourceProfile()));
            stranger = unknown.customer();
            // By what the other brand has sent, the buyer and the idle one are the same person.
            fixture.send(
                    fixture.merged(buyer.customer(), idle.customer(), idle.sourceProfile(), idleThere.sourceProfile()));
            fixture.send(fixture.mergedInBrand(
                    other, buyerThere.customer(), idleThere.customer(), idleThere.sourceProfile()));
            fixture.awaitKnown(other, 2);
        }

        /** What the brand itself tells, after the other brand has done what it did. */
        void goOn(Person as) {
            fixture.send(fixture.did(as, "form.submitted", now.minus(Duration.ofHours(6)), Map.of()));
            fixture.awaitFacts(brand, 5);
        }

        List<String> answers(String group) {
            var api = fixture.as(brand);
            List<ApiRequest> requests = new ArrayList<>();
            for (String key : List.of(group, group + "-idle", "two", "shanghai")) {
                requests.add(api.get("/api/segments/{key}", key));
                requests.add(api.get("/api/segments/{key}/members", key));
                for (int days = 1; days <= 2; days++) {
                    requests.add(api.get("/api/segments/{key}/members", key)
                            .query("asOf", now.minus(Duration.ofHours(days * 4L))));
                }
                requests.add(api.get("/api/segments/{key}/explanations/{customer}", key, buyer.customer())
                        .query("asOf", now));
                requests.add(api.get("/api/segments/{key}/explanations/{customer}", key, idle.customer())
                        .query("asOf", now));
                requests.add(api.get("/api/segments/{key}/explanations/{customer}", key, stranger));
                requests.add(api.get("/api/segments/{key}/versions", key));
            }
            for (Person person : List.of(buyer, idle)) {
                requests.add(api.get("/api/customers/{customer}/segments", person.customer()));
            }
            requests.add(api.get("/api/customers/{customer}/segments", stranger));
            for (Object rule : List.of(
                    Map.of("attribute", "city", "is", Map.of("eq", "310000")),
                    Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 3)),
                    Fixture.dormant())) {
                requests.add(api.post("/api/segments/preview").body(Map.of("rule", rule, "asOf", now.toString())));
            }
            return requests.stream().map(ApiRequest::send).map(this::normal).toList();
        }

        /** The answer without what is the world's own name for things. */
        private String normal(ApiResponse answer) {
            Map<String, String> names = new LinkedHashMap<>();
            names.put(brand, "BRAND");
            names.put(buyer.customer().toString(), "BUYER");
            names.put(idle.customer().toString(), "IDLE");
            names.put(third.customer().toString(), "THIRD");
            names.put(stranger.toString(), "STRANGER");
            String text = answer.status() + " " + answer.text();
            for (Map.Entry<String, String> name : names.entrySet()) {
                text = text.replace(name.getKey(), name.getValue());
            }
            text = INTERACTIONS.matcher(text).replaceAll("\"interactionIds\":[…]");
            text = REQUEST.matcher(text).replaceAll("");
            // When this center came to know something is the world's own business; when it happened is not.
            return INSTANT.matcher(text)
                    .replaceAll(found -> Instant.parse(found.group()).isAfter(now) ? "LATER" : found.group());
        }
    }
}
