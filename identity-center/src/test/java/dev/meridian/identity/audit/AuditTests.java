package dev.meridian.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.identity.IdentityTest;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class AuditTests extends IdentityTest {

    private final ApiClient group;
    private final ApiClient api;
    private final Audit audit;
    private final JdbcAudit storage;
    private final TransactionTemplate transactions;
    private final TestDatabase database;
    private final Environment environment;

    AuditTests(
            ApiClient api,
            Audit audit,
            JdbcAudit storage,
            TransactionTemplate transactions,
            TestDatabase database,
            Environment environment) {
        this.api = api;
        this.group = api.as(TestTokens.group(ALL));
        this.audit = audit;
        this.storage = storage;
        this.transactions = transactions;
        this.database = database;
        this.environment = environment;
    }

    @BeforeEach
    void keycloak_is_in_step() {
        awaitInStep(group);
    }

    @Test
    void every_act_on_a_client_says_who_did_what_to_it_when_and_by_which_request() {
        String id = "aurora.a" + UUID.randomUUID().toString().substring(0, 12);
        String secret = group.put("/api/clients/{id}", id)
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read")))
                .send()
                .expect(201)
                .json()
                .path("secret")
                .asString();
        String request = "request-" + UUID.randomUUID();
        group.post("/api/clients/{id}/disable", id)
                .header("X-Request-Id", request)
                .send()
                .expect(200);

        JsonNode records = group.get("/api/audit")
                .query("subject", id)
                .send()
                .expect(200)
                .json()
                .path("items");

        assertThat(records.size()).isEqualTo(2);
        JsonNode disabled = records.get(0);
        assertThat(disabled.path("action").asString()).isEqualTo("client.disabled");
        assertThat(disabled.at("/actor/kind").asString()).isEqualTo("service");
        assertThat(disabled.at("/actor/client").asString()).isEqualTo("group.backend");
        assertThat(disabled.at("/before/state").asString()).isEqualTo("active");
        assertThat(disabled.at("/after/state").asString()).isEqualTo("disabled");
        assertThat(disabled.path("requestId").asString()).isEqualTo(request);
        assertThat(records.get(1).path("action").asString()).isEqualTo("client.registered");
        assertThat(records.get(1).path("before").isNull()).isTrue();
        assertThat(records.toString()).doesNotContain(secret);
    }

    @Test
    void what_was_refused_or_failed_leaves_no_record() {
        String id = "aurora.r" + UUID.randomUUID().toString().substring(0, 12);
        group.put("/api/clients/{id}", id)
                .body(Map.of("brand", "boreal", "channel", "api", "scopes", List.of("customer:read")))
                .send()
                .expectProblem(409, "client_of_another_brand");

        assertThat(group.get("/api/audit")
                        .query("subject", id)
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_brands_administrator_reads_the_acts_about_that_brand_and_no_other() {
        group.put(
                        "/api/brands/{key}/channels/{channel}",
                        "boreal",
                        "c" + UUID.randomUUID().toString().substring(0, 8))
                .body(Map.of("kind", "web"))
                .send()
                .expect(201);
        ApiClient boreal = api.as(TestTokens.brand("boreal", ADMIN));

        JsonNode records = boreal.get("/api/audit").send().expect(200).json().path("items");

        assertThat(records.isEmpty()).isFalse();
        records.forEach(record -> assertThat(record.path("brand").asString()).isEqualTo("boreal"));
        boreal.get("/api/audit").query("brand", "aurora").send().expectProblem(404, "not_found");
        boreal.get("/api/audit").query("brand", "nobody").send().expectProblem(404, "not_found");
    }

    @Test
    void the_records_are_read_page_by_page_and_by_time() {
        String brand = newChain();
        IntStream.range(0, 5).forEach(each -> record(brand, "step-" + each));

        List<String> subjects = new ArrayList<>();
        String cursor = null;
        do {
            var request = group.get("/api/audit").query("brand", brand).query("limit", 2);
            JsonNode page = (cursor == null ? request : request.query("cursor", cursor))
                    .send()
                    .expect(200)
                    .json();
            page.path("items")
                    .forEach(record -> subjects.add(record.at("/subject/id").asString()));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").asString();
        } while (cursor != null);

        assertThat(subjects).containsExactly("step-4", "step-3", "step-2", "step-1", "step-0");
        assertThat(group.get("/api/audit")
                        .query("brand", brand)
                        .query("to", "2020-01-01T00:00:00Z")
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
        group.unchecked()
                .get("/api/audit")
                .query("from", "-999999999-01-01T00:00:00Z")
                .send()
                .expectProblem(422, "invalid_request");
    }

    @Test
    void records_can_be_added_and_nothing_else_not_even_by_the_owner() {
        String brand = newChain();
        record(brand, "kept");

        assertThatThrownBy(() -> database.update("update audit_record set subject = 'x' where brand = ?", brand))
                .hasStackTraceContaining("never changed or deleted");
        assertThatThrownBy(() -> database.update("delete from audit_record where brand = ?", brand))
                .hasStackTraceContaining("never changed or deleted");
        assertThatThrownBy(() -> database.update("truncate audit_record"))
                .hasStackTraceContaining("never changed or deleted");
        assertThatThrownBy(() -> database.update("update audit_chain set position = 0 where brand = ?", brand))
                .hasStackTraceContaining("grows by one");
    }

    @Test
    void a_record_that_was_changed_past_all_guards_is_named() {
        String brand = newChain();
        IntStream.range(0, 5).forEach(each -> record(brand, "step-" + each));
        assertThat(verified(brand)).isInstanceOf(VerifiedChain.Intact.class);

        unguarded("update audit_record set subject = 'other' where brand = '" + brand + "' and position = 3");

        assertThat(verified(brand)).isEqualTo(new VerifiedChain.Broken(brand, 3, "is not as it was written"));
        assertThat(command()).contains(brand + ": record 3 is not as it was written", "BROKEN");
        unguarded("update audit_record set subject = 'step-2' where brand = '" + brand + "' and position = 3");
        assertThat(verified(brand)).isInstanceOf(VerifiedChain.Intact.class);
    }

    @Test
    void a_record_that_was_taken_out_is_noticed_the_last_one_too() {
        String middle = newChain();
        String last = newChain();
        IntStream.range(0, 3).forEach(each -> record(middle, "step-" + each));
        IntStream.range(0, 3).forEach(each -> record(last, "step-" + each));

        unguarded("delete from audit_record where brand = '" + middle + "' and position = 2");
        unguarded("delete from audit_record where brand = '" + last + "' and position = 3");

        assertThat(verified(middle)).isEqualTo(new VerifiedChain.Broken(middle, 2, "is missing"));
        assertThat(verified(last)).isEqualTo(new VerifiedChain.Broken(last, 3, "is missing"));
        unguarded("delete from audit_record where brand in ('" + middle + "', '" + last + "')");
        unguarded("delete from audit_chain where brand in ('" + middle + "', '" + last + "')");
    }

    @Test
    void acts_at_the_same_time_make_one_chain() throws Exception {
        String brand = newChain();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> work = IntStream.range(0, 40)
                    .<Callable<Integer>>mapToObj(each -> () -> {
                        record(brand, "step-" + each);
                        return each;
                    })
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).isNotNegative();
            }
        }

        assertThat(verified(brand))
                .isInstanceOfSatisfying(
                        VerifiedChain.Intact.class,
                        chain -> assertThat(chain.records()).isEqualTo(40));
    }

    private void record(String brand, String subject) {
        ActiveBrandScope.run(
                BrandScope.group(),
                () -> transactions.executeWithoutResult(transaction -> audit.record(new Act(
                        BrandScope.of(new Brand(brand)),
                        Actor.deployment(),
                        "test.done",
                        "brand",
                        subject,
                        null,
                        Map.of("name", "北境")))));
    }

    private VerifiedChain verified(String brand) {
        return new AuditVerification(storage, transactions)
                .run().stream()
                        .filter(chain -> chain.brand().equals(brand))
                        .findFirst()
                        .orElseThrow();
    }

    private String command() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new VerifyAuditCommand(
                        Map.of(
                                "MERIDIAN_DB_URL", environment.getRequiredProperty("MERIDIAN_DB_URL"),
                                "MERIDIAN_DB_USER", environment.getRequiredProperty("MERIDIAN_DB_USER"),
                                "MERIDIAN_DB_PASSWORD", environment.getRequiredProperty("MERIDIAN_DB_PASSWORD")),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .run();
        assertThat(code).isEqualTo(1);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As somebody who may do anything to the database. */
    private void unguarded(String sql) {
        int done = database.update("alter table audit_record disable trigger user")
                + database.update("alter table audit_chain disable trigger user")
                + database.update(sql)
                + database.update("alter table audit_record enable trigger user")
                + database.update("alter table audit_chain enable trigger user");
        assertThat(done).isPositive();
    }

    private static String newChain() {
        return "chain" + UUID.randomUUID().toString().substring(0, 12);
    }
}
