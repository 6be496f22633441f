package dev.meridian.customer.profile;

import static dev.meridian.customer.CustomerCalls.get;
import static dev.meridian.customer.CustomerCalls.id;
import static dev.meridian.customer.CustomerCalls.identify;
import static dev.meridian.customer.CustomerCalls.lookup;
import static dev.meridian.customer.CustomerCalls.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finding or creating the customer behind some identifiers. */
@CenterTest
class IdentifyApiTests {

    private static final String IDENTIFY = "/api/customers/identify";
    private static final String CREATED = "meridian.customer.profile.created.v1";
    private static final String UPDATED = "meridian.customer.profile.updated.v1";
    private static final String MERGED = "meridian.customer.profile.merged.v1";

    private final ApiClient aurora;
    private final ApiClient boreal;
    private final EventProbe probe;
    private final TestDatabase database;

    IdentifyApiTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write"));
        this.boreal = api.as(TestTokens.brand("boreal", "customer:read", "customer:write"));
        this.probe = probe;
        this.database = database;
    }

    @Test
    void the_first_call_creates_the_customer_and_the_second_finds_it_however_the_phone_is_written() {
        Person person = Person.unseen();
        String national = person.phone().substring(3);

        JsonNode first = identify(aurora, person.byPhone());
        JsonNode second = identify(
                aurora, Person.identifier("phone", " 0086 " + national.substring(0, 3) + "-" + national.substring(3)));

        assertThat(first.path("created").asBoolean()).isTrue();
        assertThat(second.path("created").asBoolean()).isFalse();
        assertThat(second.path("customerId")).isEqualTo(first.path("customerId"));
        String id = first.path("customerId").asString();
        probe.await(CREATED, event -> event.key().equals(id));
        var known = probe.await(UPDATED, event -> event.key().equals(id));
        assertThat(known.brand()).contains("aurora");
        assertThat(known.data().path("attributes")).isEmpty();
    }

    @Test
    void two_customers_met_together_become_one_and_the_absorbed_id_still_resolves() {
        Person person = Person.unseen();
        String older = id(identify(aurora, person.byPhone()));
        String younger = id(identify(aurora, person.byOpenid()));

        JsonNode merged = identify(aurora, person.byOpenid(), person.byPhone());

        assertThat(id(merged)).isEqualTo(older);
        assertThat(merged.path("created").asBoolean()).isFalse();
        assertThat(merged.path("merged")).hasSize(1);
        assertThat(merged.path("merged").path(0).asString()).isEqualTo(younger);
        assertThat(id(get(aurora, younger).expect(200).json())).isEqualTo(older);
        var told = probe.await(MERGED, event -> event.key().equals(older));
        assertThat(told.data().path("absorbedId").asString()).isEqualTo(younger);
        assertThat(told.data().path("sourceProfileIds")).hasSize(1);
    }

    @Test
    void an_id_that_was_absorbed_twice_over_still_resolves() {
        Person person = Person.unseen();
        String first = id(identify(aurora, person.byPhone()));
        String second = id(identify(aurora, person.byOpenid()));
        String third = id(identify(aurora, person.byEmail()));

        assertThat(id(identify(aurora, person.byOpenid(), person.byEmail()))).isEqualTo(second);
        assertThat(id(identify(aurora, person.byPhone(), person.byEmail()))).isEqualTo(first);

        assertThat(id(get(aurora, third).expect(200).json())).isEqualTo(first);
        assertThat(id(patch(aurora, third, "*", Map.of("city", "110000"))
                        .expect(200)
                        .json()))
                .isEqualTo(first);
    }

    @Test
    void values_that_stand_for_nobody_are_ignored_and_reported() {
        Person person = Person.unseen();

        JsonNode answer = identify(
                aurora,
                Person.identifier("phone", "null"),
                Person.identifier("device_id", "tablet-7"),
                person.byOpenid());

        assertThat(answer.path("ignored")).hasSize(2);
        assertThat(answer.path("ignored").path(0).path("pointer").asString()).isEqualTo("/identifiers/0");
        assertThat(answer.path("ignored").path(0).path("reason").asString()).isEqualTo("blocked_value");
        assertThat(answer.path("ignored").path(1).path("reason").asString()).isEqualTo("weak_identifier");
        aurora.post(IDENTIFY)
                .body(Map.of("identifiers", List.of(Person.identifier("phone", "000000"))))
                .send()
                .expectProblem(422, "invalid_request");
    }

    @Test
    void a_link_past_a_limit_is_held_and_reported() {
        Person person = Person.unseen();
        String id = id(identify(aurora, person.byPhone(), person.byOpenid()));
        identify(aurora, person.byPhone(), Person.unseen().byOpenid());
        Person third = Person.unseen();

        JsonNode answer = identify(aurora, person.byPhone(), third.byOpenid());

        assertThat(answer.path("held")).hasSize(1);
        assertThat(answer.path("held").path(0).path("pointer").asString()).isEqualTo("/identifiers/0");
        assertThat(answer.path("held").path(0).path("reason").asString()).isEqualTo("identifier_limit");
        assertThat(id(answer)).isNotEqualTo(id);
        assertThat(id(lookup(aurora, "phone", person.phone()).expect(200).json()))
                .isEqualTo(id);
    }

    @Test
    void a_dry_run_answers_the_same_and_stores_nothing() {
        Person person = Person.unseen();
        Map<String, Object> unionid = Person.identifier("wechat_unionid", "u" + UUID.randomUUID());
        Map<String, Object> another = Person.identifier("wechat_unionid", "u" + UUID.randomUUID());
        List<List<Map<String, Object>>> calls = List.of(
                List.of(person.byPhone()),
                List.of(person.byOpenid(), Person.identifier("phone", "null")),
                List.of(person.byPhone(), person.byOpenid()),
                List.of(person.byPhone(), person.byOpenid()),
                List.of(unionid, person.byPhone()),
                List.of(another, person.byPhone()),
                List.of(another, person.byPhone()));

        for (List<Map<String, Object>> identifiers : calls) {
            long before = written();
            ApiResponse dry = aurora.post(IDENTIFY)
                    .query("dryRun", "true")
                    .body(Map.of("identifiers", identifiers))
                    .send()
                    .expect(200);
            assertThat(written()).isEqualTo(before);
            ApiResponse real = aurora.post(IDENTIFY)
                    .body(Map.of("identifiers", identifiers))
                    .send()
                    .expect(200);

            ObjectNode expected = (ObjectNode) real.json().deepCopy();
            if (real.json().path("created").asBoolean()) {
                expected.putNull("customerId");
            }
            assertThat(dry.json()).isEqualTo(expected);
            assertThat(dry.header("ETag")).isEmpty();
            String id = real.json().path("customerId").asString();
            assertThat(get(aurora, id).expect(200).header("ETag")).isEqualTo(real.header("ETag"));
        }
    }

    private long written() {
        return database.number("""
                select (select count(*) from identifier) + (select count(*) from identifier_sighting)
                     + (select count(*) from customer) + (select count(*) from brand_customer)
                     + (select count(*) from merge_hold) + (select count(*) from merge)
                     + (select count(*) from source_profile)
                """);
    }

    @Test
    void the_evidence_of_a_call_names_the_client_and_the_request() {
        Person person = Person.unseen();
        String unionid = "u" + UUID.randomUUID();
        ApiResponse answer = aurora.post(IDENTIFY)
                .header("X-Request-Id", "request-" + unionid)
                .body(Map.of("identifiers", List.of(Person.identifier("wechat_unionid", unionid), person.byPhone())))
                .send()
                .expect(200);

        assertThat(database.number("""
                        select count(*) from identity_link
                         where source = 'identify' and evidence like 'client _%, request ' || ?
                        """, answer.header("X-Request-Id").orElseThrow()))
                .isOne();
    }

    @Test
    void a_landline_is_shared_and_joins_nobody() {
        String landline = "+86216" + Person.unseen().phone().substring(7);
        JsonNode first = identify(aurora, Person.unseen().byEmail(), Person.identifier("phone", landline));
        JsonNode second = identify(aurora, Person.unseen().byEmail(), Person.identifier("phone", landline));

        assertThat(id(second)).isNotEqualTo(id(first));
        assertThat(second.path("ignored").path(0).path("reason").asString()).isEqualTo("weak_identifier");
    }

    @Test
    void two_member_numbers_on_a_familys_phone_are_two_members() {
        Person family = Person.unseen();
        identify(aurora, Person.identifier("member_no", "m" + family.openid()), family.byPhone());

        JsonNode other = identify(aurora, Person.identifier("member_no", "n" + family.openid()), family.byPhone());

        assertThat(other.path("held")).hasSize(1);
        assertThat(other.path("created").asBoolean()).isTrue();
    }

    @Test
    void a_dry_run_does_not_tell_whether_another_brand_knows_the_person() {
        Person person = Person.unseen();
        identify(aurora, person.byPhone());

        JsonNode answer = boreal.post(IDENTIFY)
                .query("dryRun", "true")
                .body(Map.of("identifiers", List.of(person.byPhone())))
                .send()
                .expect(200)
                .json();

        assertThat(answer.path("customerId").isNull()).isTrue();
        assertThat(answer.path("created").asBoolean()).isTrue();
    }

    @Test
    void the_same_call_under_one_key_happens_once() {
        Map<String, Object> body = Map.of("identifiers", List.of(Person.unseen().byPhone()));
        String key = UUID.randomUUID().toString();

        ApiResponse first =
                aurora.post(IDENTIFY).idempotencyKey(key).body(body).send().expect(200);
        ApiResponse second =
                aurora.post(IDENTIFY).idempotencyKey(key).body(body).send().expect(200);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.json().path("created").asBoolean()).isTrue();
    }
}
