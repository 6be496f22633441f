package dev.meridian.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
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
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@CenterTest
class AuditTests {

    private static final String ADMIN = "identity:admin";

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
        this.group = api.as(TestTokens.group(ADMIN));
        this.audit = audit;
        this.storage = storage;
        this.transactions = transactions;
        this.database = database;
        this.environment = environment;
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
    void a_brand_learns_that_the_group_acted_and_not_who_of_it() {
        String brand = newChain();
        BrandScope own = BrandScope.of(new Brand(brand));
        record(brand, "by-itself", new Actor(Actor.Kind.STAFF, own, "https://staff", "console", "lena"));
        record(brand, "by-group", new Actor(Actor.Kind.STAFF, BrandScope.group(), "https://staff", "console", "omar"));
        record(brand, "by-program", new Actor(Actor.Kind.SERVICE, BrandScope.group(), "https://us", "operator", null));
        record(brand, "by-deployment");
        ApiClient theirs = api.as(TestTokens.brand(brand, ADMIN));

        JsonNode shown = theirs.get("/api/audit").send().expect(200).json().path("items");

        assertThat(shown)
                .extracting(record -> record.at("/actor/kind").asString())
                .containsExactly("deployment", "group", "group", "staff");
        assertThat(shown.toString()).contains("lena").doesNotContain("omar", "operator");
        assertThat(subjects(theirs, "console")).containsExactly("by-itself");
        assertThat(subjects(theirs, "operator")).isEmpty();
        assertThat(group.get("/api/audit")
                        .query("brand", brand)
                        .send()
                        .expect(200)
                        .text())
                .contains("lena", "omar", "operator");
    }

    @Test
    void a_brand_reads_its_own_chain_and_asking_for_another_shows_what_it_shows_of_none() {
        String brand = newChain();
        String other = newChain();
        record(brand, "own");
        record(other, "others");
        ApiClient theirs = api.as(TestTokens.brand(brand, ADMIN));

        assertThat(theirs.get("/api/audit").send().expect(200).json().path("items"))
                .extracting(record -> record.at("/subject/id").asString())
                .containsExactly("own");
        theirs.get("/api/audit").query("brand", other).send().expectProblem(404, "not_found");
        theirs.get("/api/audit").query("brand", "nobody").send().expectProblem(404, "not_found");
    }

    @Test
    void records_of_the_first_format_are_verified_among_those_of_this() {
        String brand = newChain();
        record(brand, "now");
        AuditRecord now = ActiveBrandScope.call(
                BrandScope.group(),
                () -> transactions.execute(_ -> storage.chain(brand, 0, 1).getFirst()));
        Actor actor = new Actor(Actor.Kind.SERVICE, null, "https://us", brand + ".backend", null);
        AuditRecord open = new AuditRecord(
                AuditRecord.FIRST_FORMAT,
                brand,
                2,
                now.recordedAt(),
                actor,
                "test.done",
                "brand",
                "before",
                null,
                null,
                new AuditRecord.Request("request-1", null),
                now.hash(),
                Hash.none());
        ActiveBrandScope.run(
                BrandScope.group(), () -> transactions.executeWithoutResult(_ -> storage.append(open.closed())));
        record(brand, "later");

        assertThat(verified(brand))
                .isInstanceOfSatisfying(
                        VerifiedChain.Intact.class,
                        chain -> assertThat(chain.records()).isEqualTo(3));
        assertThat(subjects(api.as(TestTokens.brand(brand, ADMIN)), brand + ".backend"))
                .containsExactly("before");
        unguarded("update audit_record set actor_scope = '*' where brand = '" + brand + "' and position = 1");
        assertThat(verified(brand)).isInstanceOf(VerifiedChain.Intact.class);
        unguarded(
                "update audit_record set actor_scope = '" + brand + "' where brand = '" + brand + "' and position = 1");
        assertThat(verified(brand)).isEqualTo(new VerifiedChain.Broken(brand, 1, "is not as it was written"));
        unguarded("update audit_record set actor_scope = '*' where brand = '" + brand + "' and position = 1");
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
        record(brand, subject, Actor.deployment());
    }

    private void record(String brand, String subject, Actor actor) {
        ActiveBrandScope.run(
                BrandScope.group(),
                () -> transactions.executeWithoutResult(transaction -> audit.record(new Act(
                        BrandScope.of(new Brand(brand)),
                        actor,
                        "test.done",
                        "brand",
                        subject,
                        null,
                        Map.of("name", "北境")))));
    }

    private static List<String> subjects(ApiClient reader, String client) {
        return reader.get("/api/audit")
                .query("client", client)
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(record -> record.at("/subject/id").asString())
                .toList();
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
