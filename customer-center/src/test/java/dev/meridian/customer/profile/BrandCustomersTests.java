package dev.meridian.customer.profile;

import static dev.meridian.customer.CustomerCalls.get;
import static dev.meridian.customer.CustomerCalls.id;
import static dev.meridian.customer.CustomerCalls.identify;
import static dev.meridian.customer.CustomerCalls.identifyWith;
import static dev.meridian.customer.CustomerCalls.order;
import static dev.meridian.customer.CustomerCalls.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a brand calls its customers, what other centers are told of it, and what a brand's call never waits for. */
@CenterTest
class BrandCustomersTests {

    private static final String[] SCOPES = {"customer:read", "customer:write", "event:write"};
    private static final String UPDATED = "meridian.customer.profile.updated.v1";
    private static final String MERGED = "meridian.customer.profile.merged.v1";
    private static final String BRAND_MERGED = "meridian.customer.profile.brand_merged.v1";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";

    private final ApiClient aurora;
    private final ApiClient boreal;
    private final ApiClient group;
    private final EventProbe probe;
    private final TestDatabase database;

    BrandCustomersTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", SCOPES));
        this.boreal = api.as(TestTokens.brand("boreal", SCOPES));
        this.group = api.as(TestTokens.group("customer:read"));
        this.probe = probe;
        this.database = database;
    }

    @Test
    void events_name_the_brands_own_customer_beside_the_groups() {
        Person person = Person.unseen();
        String first = id(identifyWith(aurora, Map.of("city", "310000"), person.byPhone()));
        String second = id(identifyWith(aurora, Map.of("city", "110000"), person.byEmail()));
        identify(boreal, person.byPhone(), person.byEmail());
        probe.await(MERGED, event -> names(event, "absorbedId", second) && names(event, "survivorId", first));

        patch(aurora, second, "*", Map.of("city", "440300")).expect(200);
        aurora.post("/api/events")
                .body(order("w" + UUID.randomUUID(), 12, person.byEmail()))
                .send()
                .expect(202);

        ReceivedEvent updated = probe.await(
                UPDATED, event -> names(event, "customerId", first) && names(event, "brandCustomerId", second));
        assertThat(updated.brand()).contains("aurora");
        assertThat(updated.data().path("attributes").path("city").path("value").asString())
                .isEqualTo("440300");
        ReceivedEvent recorded = probe.await(RECORDED, event -> names(event, "brandCustomerId", second));
        assertThat(recorded.data().path("customerId").asString()).isEqualTo(first);
        assertThat(probe.received(BRAND_MERGED, event -> names(event, "absorbedId", second)))
                .as("what another brand joined is no merge of this one")
                .isEmpty();
    }

    @Test
    void what_a_brand_joins_itself_is_told_as_its_own_merge() {
        Person person = Person.unseen();
        String first = id(identify(aurora, person.byPhone()));
        String second = id(identify(aurora, person.byEmail()));
        String moved = probe.await(UPDATED, event -> names(event, "brandCustomerId", second))
                .data()
                .path("sourceProfileId")
                .asString();
        identify(boreal, person.byPhone(), person.byEmail());

        identify(aurora, person.byPhone(), person.byEmail());

        ReceivedEvent told = probe.await(BRAND_MERGED, event -> names(event, "absorbedId", second));
        assertThat(told.brand()).contains("aurora");
        assertThat(told.key()).isEqualTo(first);
        assertThat(told.data().path("survivorId").asString()).isEqualTo(first);
        assertThat(told.data().path("sourceProfileIds")).hasSize(1);
        assertThat(told.data().path("sourceProfileIds").path(0).asString()).isEqualTo(moved);
        assertThat(database.rows(
                        "select merge_id from brand_customer where brand = 'aurora' and customer_id = ?",
                        UUID.fromString(second)))
                .containsExactly(Map.of(
                        "merge_id", UUID.fromString(told.data().path("mergeId").asString())));
        assertThat(probe.received(MERGED, event -> names(event, "absorbedId", second)))
                .as("the group had joined them before")
                .hasSize(1);
    }

    @Test
    void an_id_made_for_one_brand_is_no_customer_of_the_group() {
        Person person = Person.unseen();
        String shared = id(identify(boreal, person.byPhone(), person.byEmail()));

        String first = id(identify(aurora, person.byPhone()));
        String own = id(identify(aurora, person.byEmail()));

        assertThat(first).isEqualTo(shared);
        assertThat(own).isNotEqualTo(shared);
        probe.await(UPDATED, event -> names(event, "customerId", shared) && names(event, "brandCustomerId", own));
        assertThat(id(get(aurora, own).expect(200).json())).isEqualTo(own);
        get(boreal, own).expectProblem(404, "not_found");
        get(group, own).expectProblem(404, "not_found");
        assertThat(probe.received(MERGED, event -> names(event, "absorbedId", own)))
                .isEmpty();
    }

    @Test
    void the_groups_id_tells_a_brand_nothing_that_was_never_given_it() {
        Person person = Person.unseen();
        String older = id(identify(boreal, person.byPhone()));
        String given = id(identify(boreal, person.byEmail()));
        assertThat(id(identify(aurora, person.byEmail()))).isEqualTo(given);

        identify(boreal, person.byPhone(), person.byEmail());

        get(aurora, older).expectProblem(404, "not_found");
        patch(aurora, older, "*", Map.of("city", "310000")).expectProblem(404, "not_found");
        assertThat(id(get(aurora, given).expect(200).json())).isEqualTo(given);
        assertThat(id(get(group, given).expect(200).json())).isEqualTo(older);
    }

    @Test
    void an_identifier_that_only_the_brand_keeps_apart_is_somebody_to_it() {
        Person person = Person.unseen();
        Map<String, Object> one = Person.identifier("wechat_unionid", "u" + UUID.randomUUID());
        Map<String, Object> two = Person.identifier("wechat_unionid", "u" + UUID.randomUUID());
        identify(boreal, two, person.byPhone());
        identify(aurora, one, person.byPhone());

        ApiResponse answer = aurora.post("/api/customers/identify")
                .body(Map.of("identifiers", List.of(two, person.byPhone())))
                .send()
                .expect(200);

        String apart = id(answer.json());
        assertThat(answer.json().path("held")).hasSize(1);
        probe.await(UPDATED, event -> names(event, "brandCustomerId", apart));
    }

    @Test
    void a_dry_run_and_a_read_wait_for_nobody_elses_transaction() throws SQLException {
        Person person = Person.unseen();
        identify(boreal, person.byPhone(), person.byEmail());
        String known = id(identify(aurora, person.byPhone()));
        try (Connection others = database.connect();
                Statement statement = others.createStatement()) {
            others.setAutoCommit(false);
            // As somebody who is just writing of this person holds them, and everything else that is the group's.
            for (String table : List.of("identifier_lock", "customer", "identifier")) {
                statement.execute("select 1 from " + table + " for update");
            }
            for (String table : List.of("identifier_sighting", "brand_customer", "source_profile")) {
                statement.execute("select 1 from " + table + " where brand <> 'aurora' for update");
            }

            ApiResponse dry = aurora.post("/api/customers/identify")
                    .query("dryRun", "true")
                    .body(Map.of("identifiers", List.of(person.byPhone(), person.byEmail())))
                    .send()
                    .expect(200);
            assertThat(id(dry.json())).isEqualTo(known);
            assertThat(id(get(aurora, known).expect(200).json())).isEqualTo(known);
            others.rollback();
        }
    }

    private static boolean names(ReceivedEvent event, String property, String id) {
        return event.data().path(property).asString("").equals(id);
    }
}
