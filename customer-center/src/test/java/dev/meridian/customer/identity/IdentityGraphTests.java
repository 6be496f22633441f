package dev.meridian.customer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.customer.identity.Resolved.Note;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of identity resolution, without a database. */
class IdentityGraphTests {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Brand AURORA = new Brand("aurora");
    private static final IdentityProperties RULES = IdentifierReaderTests.asShipped();

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));

    @Test
    void one_identifier_makes_a_customer() {
        Resolved resolved = resolveAll(graph(), see("phone:1")).getFirst();

        assertThat(resolved.customerIsNew()).isTrue();
        assertThat(resolved.notes()).isEmpty();
    }

    @Test
    void identifiers_seen_together_belong_together_whatever_the_order_of_the_evidence() {
        List<Resolved> first =
                resolveAll(graph(), see("phone:1"), see("wechat_openid:a"), see("wechat_openid:a phone:1"));
        List<Resolved> second =
                resolveAll(graph(), see("wechat_openid:a phone:1"), see("wechat_openid:a"), see("phone:1"));

        assertThat(first)
                .extracting(Resolved::customer)
                .containsOnly(first.getFirst().customer());
        assertThat(second)
                .extracting(Resolved::customer)
                .containsOnly(second.getFirst().customer());
    }

    @Test
    void the_older_of_two_customers_survives_and_the_merge_names_what_moved() {
        CustomerId older = new CustomerId(new UUID(-1, -1));
        CustomerId younger = new CustomerId(new UUID(0, 1));
        KnownIdentifier phone = known("phone:1", younger, 2);
        KnownIdentifier email = known("email:1", younger, 2);
        IdentityGraph graph = graph(phone, email, known("wechat_openid:a", older, 1));

        Resolved resolved = resolveAll(graph, see("phone:1 wechat_openid:a")).getFirst();

        assertThat(resolved.customer()).isEqualTo(older);
        assertThat(resolved.absorbed()).containsExactly(younger);
        assertThat(graph.changes().merges()).singleElement().satisfies(merge -> {
            assertThat(merge.survivor()).isEqualTo(older);
            assertThat(merge.absorbed()).isEqualTo(younger);
            assertThat(merge.moved()).containsExactlyInAnyOrder(phone.id(), email.id());
        });
    }

    @Test
    void a_customer_that_begins_and_ends_within_the_batch_leaves_no_merge() {
        IdentityGraph graph = graph();

        List<Resolved> resolved =
                resolveAll(graph, see("phone:1"), see("wechat_openid:a"), see("phone:1 wechat_openid:a"));

        assertThat(graph.changes().merges()).isEmpty();
        assertThat(graph.changes().created())
                .containsExactly(resolved.getFirst().customer());
        assertThat(graph.changes().identifiers())
                .extracting(IdentityChanges.NewIdentifier::customer)
                .containsOnly(resolved.getFirst().customer());
    }

    @Test
    void a_shared_phone_does_not_join_two_people_with_a_unionid_each() {
        IdentityGraph graph = graph();

        List<Resolved> resolved =
                resolveAll(graph, see("wechat_unionid:u1 phone:1"), see("wechat_unionid:u2 phone:1"), see("phone:1"));

        assertThat(resolved.get(1).notes()).containsExactly(new Note(1, Reason.IDENTIFIER_LIMIT));
        assertThat(resolved.get(1).customer()).isNotEqualTo(resolved.get(0).customer());
        assertThat(resolved.get(2).customer()).isEqualTo(resolved.get(0).customer());
        assertThat(graph.changes().holds()).hasSize(1);
    }

    @Test
    void one_identifier_too_many_is_held_and_the_event_stays_with_its_strongest() {
        IdentityGraph graph = graph();
        resolveAll(graph, see("wechat_openid:a phone:1"), see("wechat_openid:b phone:1"));

        Resolved third = resolveAll(graph, see("phone:1 wechat_openid:c")).getFirst();

        assertThat(third.notes()).containsExactly(new Note(0, Reason.IDENTIFIER_LIMIT));
        assertThat(third.customer())
                .isEqualTo(resolveAll(graph, see("wechat_openid:c")).getFirst().customer())
                .isNotEqualTo(resolveAll(graph, see("phone:1")).getFirst().customer());
    }

    @Test
    void the_limit_of_a_brands_own_type_counts_per_brand() {
        IdentityGraph graph = graph();
        resolveAll(graph, see("wechat_openid:a phone:1"), see("wechat_openid:b phone:1"));

        Resolved other =
                resolveAll(graph, see("wechat_openid@boreal:a phone:1")).getFirst();

        assertThat(other.notes()).isEmpty();
    }

    @Test
    void a_weak_identifier_joins_nobody_and_counts_only_when_it_is_alone() {
        IdentityGraph graph = graph();

        List<Resolved> resolved = resolveAll(
                graph, see("device_id:tablet phone:1"), see("device_id:tablet phone:2"), see("device_id:tablet"));

        assertThat(resolved.get(0).notes()).containsExactly(new Note(0, Reason.WEAK_IDENTIFIER));
        assertThat(resolved).extracting(Resolved::customer).doesNotHaveDuplicates();
        assertThat(resolved.get(2).notes()).isEmpty();
    }

    @Test
    void a_customer_never_grows_past_the_cap() {
        IdentityProperties capped = withCap(3);
        IdentityGraph graph = new IdentityGraph(capped, CustomerIds.seeded(7), ids, NOW, KnownGraph.NOTHING);

        List<Resolved> resolved = resolveAll(
                graph,
                see("phone:1 phone:2 email:1"),
                see("phone:1 email:2"),
                see("phone:3 email:3"),
                see("email:1 email:3"));

        assertThat(resolved.get(1).notes()).containsExactly(new Note(1, Reason.COMPONENT_CAP));
        assertThat(resolved.get(3).notes()).extracting(Note::reason).containsExactly(Reason.COMPONENT_CAP);
    }

    /** The numbers that are shipped, said a second time: who changes one changes what strangers may become. */
    @ParameterizedTest
    @CsvSource({
        "external_id, 1, phone:9",
        "member_no, 1, phone:9",
        "wechat_unionid, 1, phone:9",
        "wechat_openid, 2, phone:9",
        "phone, 5, email:9",
        "email, 5, phone:9"
    })
    void the_limits_as_shipped_are_bound_and_held(String type, int limit, String anchor) {
        IdentityGraph graph = graph();
        CustomerId customer = resolveAll(graph, see(anchor)).getFirst().customer();
        for (int number = 1; number <= limit; number++) {
            Resolved joined =
                    resolveAll(graph, see(type + ":" + number + " " + anchor)).getFirst();
            assertThat(joined.notes()).as("%s of %s", number, type).isEmpty();
            assertThat(joined.customer()).isEqualTo(customer);
        }

        Resolved tooMany =
                resolveAll(graph, see(type + ":" + (limit + 1) + " " + anchor)).getFirst();

        assertThat(tooMany.notes()).extracting(Note::reason).containsExactly(Reason.IDENTIFIER_LIMIT);
        assertThat(graph.changes().holds()).hasSize(1);
    }

    @Test
    void the_cap_as_shipped_is_bound_and_held() {
        IdentityGraph graph = graph();
        for (int number = 1; number <= 49; number++) {
            String openid = "wechat_openid@brand" + number + ":a";
            assertThat(resolveAll(graph, see(openid + " phone:9")).getFirst().notes())
                    .isEmpty();
        }

        Resolved tooMany =
                resolveAll(graph, see("wechat_openid@brand50:a phone:9")).getFirst();

        assertThat(tooMany.notes()).extracting(Note::reason).containsExactly(Reason.COMPONENT_CAP);
    }

    @Test
    void two_people_who_use_the_phone_of_a_store_and_families_that_share_one_stay_as_many_as_they_are() {
        List<Resolved> resolved =
                resolveAll(graph(), see("member_no:1 phone:9"), see("member_no:2 phone:9"), see("member_no:3 phone:9"));

        assertThat(resolved).extracting(Resolved::customer).doesNotHaveDuplicates();
    }

    @Test
    void the_same_identifier_twice_in_one_event_is_one_identifier() {
        Resolved resolved = resolveAll(graph(), see("phone:1 phone:1 phone:1")).getFirst();

        assertThat(resolved.notes()).isEmpty();
    }

    private IdentityGraph graph(KnownIdentifier... known) {
        return new IdentityGraph(
                RULES, CustomerIds.seeded(7), ids, NOW, new KnownGraph(List.of(known), List.of(), Map.of()));
    }

    private static IdentityProperties withCap(int cap) {
        return new IdentityProperties(
                RULES.priority(), RULES.weak(), RULES.limits(), cap, "CN", List.of(), List.of(), Map.of());
    }

    @CanIgnoreReturnValue
    private static List<Resolved> resolveAll(IdentityGraph graph, Evidence... batch) {
        List<IdentityGraph.Answer> answers =
                Arrays.stream(batch).map(graph::observe).toList();
        graph.met().forEach(met -> met.component().name(met.customer()));
        return answers.stream().map(IdentityGraph.Answer::resolved).toList();
    }

    private KnownIdentifier known(String text, CustomerId customer, long number) {
        return new KnownIdentifier(new IdentifierId(ids.next()), key(text), customer, number);
    }

    /** Evidence from words such as {@code phone:1}. */
    private static Evidence see(String words) {
        List<Evidence.Part> parts = new ArrayList<>();
        List<Observation.Sighting> sightings = new ArrayList<>();
        for (String word : words.split(" ")) {
            IdentifierKey key = key(word);
            Observation.Sighting sighting =
                    new Observation.Sighting(new Identifier(key.type(), key.scope(), word), false);
            if (parts.stream().noneMatch(part -> part.key().equals(key))) {
                parts.add(new Evidence.Part(key, sighting, sightings.size()));
            }
            sightings.add(sighting);
        }
        Observation observation = new Observation(AURORA, Observation.Source.EVENT, "e", NOW, sightings);
        return Evidence.of(observation, parts, RULES);
    }

    private static IdentifierKey key(String word) {
        String[] halves = word.split(":");
        String[] typeAndBrand = halves[0].split("@");
        IdentifierType type = IdentifierType.ofWireName(typeAndBrand[0]).orElseThrow();
        String scope = !type.isOfOneBrand() ? "" : typeAndBrand.length > 1 ? typeAndBrand[1] : "aurora";
        return new IdentifierKey(type, scope, halves[1]);
    }
}
