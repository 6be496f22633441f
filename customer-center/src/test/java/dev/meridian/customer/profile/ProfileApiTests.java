package dev.meridian.customer.profile;

import static dev.meridian.customer.CustomerCalls.get;
import static dev.meridian.customer.CustomerCalls.id;
import static dev.meridian.customer.CustomerCalls.identify;
import static dev.meridian.customer.CustomerCalls.identifyWith;
import static dev.meridian.customer.CustomerCalls.lookup;
import static dev.meridian.customer.CustomerCalls.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.TestTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Reading and changing profiles, and what brands see of each other. */
@CenterTest
class ProfileApiTests {

    private static final String UPDATED = "meridian.customer.profile.updated.v1";

    private final ApiClient aurora;
    private final ApiClient boreal;
    private final EventProbe probe;
    private final ApiClient group;

    ProfileApiTests(ApiClient api, EventProbe probe) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write"));
        this.boreal = api.as(TestTokens.brand("boreal", "customer:read", "customer:write"));
        this.probe = probe;
        this.group = api.as(TestTokens.group("customer:read"));
    }

    @Test
    void another_brand_meets_the_same_customer_and_neither_learns_of_the_other() {
        Person person = Person.unseen();
        JsonNode byAurora =
                identifyWith(aurora, Map.of("name", "李雷", "city", "310000"), person.byPhone(), person.byOpenid());
        String id = id(byAurora);

        get(boreal, id).expectProblem(404, "not_found");
        JsonNode byBoreal = identifyWith(boreal, Map.of("city", "110000"), person.byPhone());

        assertThat(id(byBoreal)).isEqualTo(id);
        assertThat(byBoreal.path("created").asBoolean()).isTrue();
        JsonNode seenByBoreal =
                get(boreal, id, "identifiers,provenance").expect(200).json();
        assertThat(seenByBoreal.path("attributes").toString()).isEqualTo("{\"city\":\"110000\"}");
        assertThat(seenByBoreal.path("identifiers")).hasSize(1);
        assertThat(seenByBoreal.toString()).doesNotContain("aurora");
        JsonNode seenByAurora =
                get(aurora, id, "identifiers,provenance").expect(200).json();
        assertThat(seenByAurora.path("attributes").path("city").asString()).isEqualTo("310000");
        assertThat(seenByAurora.toString()).doesNotContain("boreal");
        JsonNode seenByGroup =
                get(group, id, "identifiers,provenance").expect(200).json();
        assertThat(seenByGroup.path("attributes").path("name").asString()).isEqualTo("李雷");
        assertThat(seenByGroup.path("attributes").path("city").asString()).isEqualTo("110000");
        assertThat(seenByGroup.path("provenance").path("city").path("brand").asString())
                .isEqualTo("boreal");
        assertThat(seenByGroup.path("identifiers")).hasSize(2);
    }

    @Test
    void an_unknown_customer_and_one_of_another_brand_are_answered_alike() {
        String foreign = id(identify(aurora, Person.unseen().byPhone()));

        JsonNode unknown = get(boreal, UUID.randomUUID().toString())
                .expectProblem(404, "not_found")
                .json();
        JsonNode hidden = get(boreal, foreign).expectProblem(404, "not_found").json();

        for (String field : List.of("type", "title", "status", "detail", "code")) {
            assertThat(hidden.path(field)).isEqualTo(unknown.path(field));
        }
    }

    @Test
    void a_lookup_finds_by_the_normal_form_and_only_what_the_brand_itself_has_sent() {
        Person person = Person.unseen();
        String id = id(identify(aurora, person.byPhone(), person.byEmail()));
        identify(boreal, person.byEmail());

        assertThat(id(lookup(aurora, "phone", person.phone().substring(3))
                        .expect(200)
                        .json()))
                .isEqualTo(id);
        assertThat(id(lookup(boreal, "email", person.email().toUpperCase(Locale.ROOT))
                        .expect(200)
                        .json()))
                .isEqualTo(id);
        lookup(boreal, "phone", person.phone()).expectProblem(404, "not_found");
        lookup(aurora, "phone", Person.unseen().phone()).expectProblem(404, "not_found");
    }

    @Test
    void a_lookup_is_a_read_and_an_idempotency_key_means_nothing_to_it() {
        Person person = Person.unseen();
        String key = UUID.randomUUID().toString();
        lookupUnder(key, person).expectProblem(404, "not_found");

        String id = id(identify(aurora, person.byPhone()));

        assertThat(id(lookupUnder(key, person).expect(200).json())).isEqualTo(id);
        assertThat(id(lookupUnder(key, person).expect(200).json())).isEqualTo(id);
    }

    private ApiResponse lookupUnder(String key, Person person) {
        return aurora.unchecked()
                .post("/api/customers/lookup")
                .idempotencyKey(key)
                .body(person.byPhone())
                .send();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"phone", "email", "wechat_openid", "wechat_unionid", "member_no", "external_id", "device_id"})
    void a_lookup_by_address_is_refused_for_every_type_and_names_the_form_that_is_answered(String type) {
        ApiResponse refused = aurora.unchecked()
                .get("/api/customers/lookup")
                .query("type", type)
                .query("value", "13800138000")
                .send()
                .expectProblem(405, "lookup_needs_post");

        assertThat(refused.header("Allow")).contains("POST");
        assertThat(refused.json().path("detail").asString()).contains("POST /api/customers/lookup");
    }

    @Test
    void an_openid_belongs_to_the_brand_that_sent_it() {
        Person person = Person.unseen();
        String atAurora = id(identify(aurora, person.byOpenid()));
        String atBoreal = id(identify(boreal, person.byOpenid()));

        assertThat(atBoreal).isNotEqualTo(atAurora);
        assertThat(id(group.post("/api/customers/lookup")
                        .body(Map.of("type", "wechat_openid", "value", person.openid(), "brand", "boreal"))
                        .send()
                        .expect(200)
                        .json()))
                .isEqualTo(atBoreal);
    }

    @Test
    void a_change_needs_the_version_it_is_based_on_and_loses_against_another_change() {
        String id = id(identifyWith(
                aurora, Map.of("city", "310000", "name", "韩梅梅"), Person.unseen().byPhone()));
        String read = get(aurora, id).expect(200).header("ETag").orElseThrow();

        String changed = patch(aurora, id, read, Map.of("city", "440300"))
                .expect(200)
                .header("ETag")
                .orElseThrow();
        patch(aurora, id, read, Map.of("city", "110000")).expectProblem(412, "version_conflict");

        ApiResponse now = get(aurora, id).expect(200);
        assertThat(now.header("ETag")).contains(changed);
        assertThat(now.json().path("attributes").path("city").asString()).isEqualTo("440300");
        assertThat(now.json().path("attributes").path("name").asString()).isEqualTo("韩梅梅");
        aurora.unchecked()
                .patch("/api/customers/{id}", id)
                .body(Map.of("attributes", Map.of("city", "110000")))
                .send()
                .expectProblem(428, "if_match_required");
    }

    @Test
    void another_brands_change_is_not_seen_in_the_version() {
        Person person = Person.unseen();
        String id = id(identifyWith(aurora, Map.of("city", "310000"), person.byPhone()));
        String read = get(aurora, id).expect(200).header("ETag").orElseThrow();

        identifyWith(boreal, Map.of("city", "110000"), person.byPhone());

        assertThat(get(aurora, id).expect(200).header("ETag")).contains(read);
        patch(boreal, id(identify(aurora, Person.unseen().byPhone())), "*", Map.of("city", "110000"))
                .expectProblem(404, "not_found");
        patch(boreal, UUID.randomUUID().toString(), "*", Map.of("city", "110000"))
                .expectProblem(404, "not_found");
    }

    @Test
    void a_null_takes_the_brands_value_back_from_all_its_source_profiles() {
        Person person = Person.unseen();
        String id = id(identifyWith(aurora, Map.of("city", "310000"), person.byPhone()));
        identifyWith(aurora, Map.of("city", "440300"), person.byOpenid());
        identify(aurora, person.byPhone(), person.byOpenid());
        HashMap<String, Object> removal = new HashMap<>();
        removal.put("city", null);

        patch(aurora, id, "*", removal).expect(200);

        assertThat(get(aurora, id).expect(200).json().path("attributes")).isEmpty();
    }

    @Test
    void shareable_attributes_are_told_and_of_the_birth_date_only_month_day_and_band() {
        String id = id(identifyWith(
                aurora,
                Map.of(
                        "name", "李雷",
                        "gender", "male",
                        "birthDate", "1990-08-17",
                        "registeredAt", "2025-11-01T18:00:00+08:00",
                        "custom.householdSize", 3,
                        "custom.marketingOptIn", true),
                Person.unseen().byPhone()));

        var told = probe.await(UPDATED, event -> event.key().equals(id));

        JsonNode attributes = told.data().path("attributes");
        assertThat(attributes.propertyNames())
                .containsExactlyInAnyOrder(
                        "gender",
                        "birthMonth",
                        "birthDay",
                        "ageBand",
                        "registeredAt",
                        "custom.householdSize",
                        "custom.marketingOptIn");
        assertThat(attributes.path("birthMonth").path("value").asInt()).isEqualTo(8);
        assertThat(attributes.path("registeredAt").path("value").asString()).isEqualTo("2025-11-01T10:00:00Z");
        assertThat(told.data().toString()).doesNotContain("1990").doesNotContain("李雷");
    }
}
