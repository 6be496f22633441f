package dev.meridian.customer.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.customer.CustomerCalls;
import dev.meridian.customer.Person;
import dev.meridian.customer.protection.SubjectKeys.Subject;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys of the environment against the keys of the database. */
@CenterTest
class KeysInTheDatabaseTests {

    private final ProtectionProperties configured;
    private final JdbcClient jdbc;
    private final SubjectKeys keys;
    private final PlatformTransactionManager transactions;
    private final TestDatabase database;
    private final Clock clock;
    private final ApiClient aurora;

    KeysInTheDatabaseTests(
            ProtectionProperties configured,
            JdbcClient jdbc,
            SubjectKeys keys,
            PlatformTransactionManager transactions,
            TestDatabase database,
            Clock clock,
            ApiClient api) {
        this.configured = configured;
        this.jdbc = jdbc;
        this.keys = keys;
        this.transactions = transactions;
        this.database = database;
        this.clock = clock;
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write"));
    }

    @Test
    void the_keys_a_database_was_written_with_are_taken_and_any_other_is_refused_at_the_start() {
        identifySomebody();

        assertThatCode(() -> check(configured).verify()).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(withBlindIndexKey(key(9))).verify())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("blind-index-key");
        assertThatThrownBy(
                        () -> check(withKeyEncryptionKey("1", key(9), Map.of())).verify())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key-encryption-key named 1")
                .hasMessageNotContaining(key(9));
    }

    @Test
    void a_database_from_before_keys_were_checked_says_by_its_rows_what_they_were() {
        identifySomebody();
        int forgotten = database.update("delete from key_check");
        assertThat(forgotten).isPositive();

        assertThatThrownBy(
                        () -> check(withKeyEncryptionKey("1", key(9), Map.of())).verify())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> check(withBlindIndexKey(key(9))).verify())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("blind-index-key");
        assertThat(database.number("select count(*) from key_check where name like 'blind%'"))
                .isZero();
        check(configured).verify();
        assertThat(database.number("select count(*) from key_check where name like 'blind%'"))
                .isOne();
    }

    @Test
    void a_key_that_still_wraps_something_may_not_be_taken_away() {
        identifySomebody();

        assertThatThrownBy(() ->
                        check(withKeyEncryptionKey("next", key(9), Map.of())).verify())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("earlier-key-encryption-keys");
    }

    @Test
    void a_key_that_has_sealed_events_which_may_still_wait_may_not_be_taken_away_although_it_wraps_nothing() {
        check(configured).verify();
        assertThat(database.number("select count(*) from key_check where active_until > now() - interval '1 minute'"))
                .isOne();
        int kept = database.update("""
            insert into key_check (name, content, created_at, active_until)
            values ('key-encryption-key old', '', now(), now() - interval '30 days')
            """);
        assertThat(kept).isOne();
        try {
            assertThatThrownBy(() -> check(configured).verify())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("named old")
                    .hasMessageContaining("earlier-key-encryption-keys");

            assertThat(database.update(
                            "update key_check set active_until = now() - interval '32 days' where name like '% old'"))
                    .isOne();
            assertThatCode(() -> check(configured).verify()).doesNotThrowAnyException();
        } finally {
            assertThat(database.update("delete from key_check where name like '% old'"))
                    .isOne();
        }
    }

    @Test
    void a_new_key_is_known_before_it_is_active_and_until_then_wraps_nothing() {
        identifySomebody();
        Map<String, String> earlier = Map.of("1", configured.keyEncryptionKey());
        KeyEncryption knowing =
                new KeyEncryption(new ProtectionProperties(key(8), "second", "1", earlier, configured.blindIndexKey()));

        new KeyRotation(jdbc, knowing, transactions).rotate();

        assertThat(knowing.newKey(UUID.randomUUID()).kekId()).isEqualTo("1");
        assertThat(knowing.ids()).containsExactlyInAnyOrder("1", "second");
        assertThat(database.number("select count(*) from subject_key where kek_id = 'second'"))
                .isZero();
        KeyEncryption active = new KeyEncryption(
                new ProtectionProperties(key(8), "second", null, earlier, configured.blindIndexKey()));
        String sealed = new Seal(active).close("label", new byte[] {1});
        assertThat(new Seal(knowing).open("label", sealed)).containsExactly(1);
        assertThatThrownBy(
                        () -> new ProtectionProperties(key(8), "second", "third", earlier, configured.blindIndexKey()))
                .hasMessageContaining("third");
    }

    @Test
    void who_was_cut_off_listens_again_and_forgets_what_was_destroyed_meanwhile() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        UUID subject = UUID.randomUUID();
        SubjectKey made = transaction.execute(
                status -> keys.ensure(Subject.SOURCE_PROFILE, List.of(subject)).get(subject));
        assertThat(made).isNotNull();
        String listening =
                "from pg_stat_activity where application_name = 'destroyed-keys'" + " and datname = current_database()";
        await().atMost(Duration.ofSeconds(10)).until(() -> database.number("select count(*) " + listening) == 1);
        long before = database.number("select pid " + listening);

        assertThat(database.rows("select pg_terminate_backend(pid) " + listening))
                .hasSize(1);
        int destroyed = database.update("delete from subject_key where key_id = ?", made.id());

        assertThat(destroyed).isOne();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(keys.byId(List.of(made.id()))).isEmpty());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> database.number("select coalesce(max(pid), 0) " + listening) != before);
    }

    @Test
    void rotation_wraps_every_data_key_anew_in_batches_and_goes_on_where_it_was_interrupted() {
        identifySomebody();
        String id = identifySomebody();
        ProtectionProperties next = withKeyEncryptionKey("next", key(7), Map.of("1", configured.keyEncryptionKey()));
        KeyRotation rotation = new KeyRotation(jdbc, new KeyEncryption(next), transactions);
        Map<Object, Object> before = ciphers();
        assertThat(database.number("select count(*) from subject_key")).isGreaterThan(3);

        assertThat(rotation.rotateBatch(Set.of("1"), 2)).isEqualTo(2);
        assertThat(database.number("select count(*) from subject_key where kek_id = 'next'"))
                .isEqualTo(2);
        rotation.rotate();

        assertThat(database.number("select count(*) from subject_key where kek_id <> 'next'"))
                .isZero();
        assertThat(ciphers())
                .as("what the data keys have closed is not touched")
                .isEqualTo(before);
        SubjectKeys rotated = new SubjectKeys(jdbc, new KeyEncryption(next), new TimeOrderedIds(clock), clock);
        List<UUID> all = keyIds();
        assertThat(rotated.byId(all)).hasSize(all.size());
        // And back, for the center whose current key is still the first.
        ProtectionProperties back = withKeyEncryptionKey("1", configured.keyEncryptionKey(), Map.of("next", key(7)));
        new KeyRotation(jdbc, new KeyEncryption(back), transactions).rotate();
        assertThat(CustomerCalls.get(aurora, id, "identifiers")
                        .expect(200)
                        .json()
                        .path("identifiers"))
                .hasSize(1);
    }

    @Test
    void every_source_profile_and_every_identifier_has_a_key_of_its_own() {
        Person person = Person.unseen();
        CustomerCalls.identifyWith(aurora, Map.of("name", "李雷"), person.byPhone(), person.byEmail());

        assertThat(database.rows("""
                        select k.subject from identifier i
                          join subject_key k on k.key_id = i.key_id and k.subject_id = i.identifier_id
                         order by i.identifier_id desc limit 2
                        """)).extracting(row -> row.get("subject")).containsOnly("identifier");
        assertThat(database.number("""
                        select count(*) from profile_attribute a
                         where a.key_id is not null and not exists (
                               select 1 from subject_key k
                                where k.key_id = a.key_id and k.subject_id = a.source_profile_id
                                  and k.subject = 'source_profile')
                        """)).isZero();
    }

    @Test
    void a_destroyed_key_is_forgotten_at_once_by_every_instance() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        UUID subject = UUID.randomUUID();
        SubjectKey made = transaction.execute(
                status -> keys.ensure(Subject.SOURCE_PROFILE, List.of(subject)).get(subject));
        assertThat(made).isNotNull();
        assertThat(keys.byId(List.of(made.id()))).hasSize(1);
        SubjectKeys otherInstance =
                new SubjectKeys(jdbc, new KeyEncryption(configured), new TimeOrderedIds(clock), clock);

        Integer destroyed = transaction.execute(status -> otherInstance.destroy(List.of(subject)));

        assertThat(destroyed).isOne();
        assertThat(otherInstance.byId(List.of(made.id()))).isEmpty();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(keys.byId(List.of(made.id()))).isEmpty());
        assertThat(SubjectKeys.OPEN_KEYS_KEPT_FOR).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_key_whose_transaction_was_rolled_back_was_never_there() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        UUID subject = UUID.randomUUID();
        SubjectKey lost = transaction.execute(status -> {
            SubjectKey first =
                    keys.ensure(Subject.SOURCE_PROFILE, List.of(subject)).get(subject);
            SubjectKey again =
                    keys.ensure(Subject.SOURCE_PROFILE, List.of(subject)).get(subject);
            assertThat(again).isNotNull();
            status.setRollbackOnly();
            return first;
        });

        SubjectKey kept = transaction.execute(
                status -> keys.ensure(Subject.SOURCE_PROFILE, List.of(subject)).get(subject));

        assertThat(lost).isNotNull();
        assertThat(kept).isNotNull();
        assertThat(kept.id()).isNotEqualTo(lost.id());
        assertThat(keys.byId(List.of(kept.id()))).hasSize(1);
        assertThat(keys.byId(List.of(lost.id()))).isEmpty();
    }

    @CanIgnoreReturnValue
    private String identifySomebody() {
        return CustomerCalls.id(CustomerCalls.identifyWith(
                aurora, Map.of("name", "李雷"), Person.unseen().byPhone()));
    }

    private Map<Object, Object> ciphers() {
        Map<Object, Object> ciphers = new HashMap<>();
        database.rows("select identifier_id, encode(cipher, 'hex') as cipher from identifier")
                .forEach(row -> ciphers.put(row.get("identifier_id"), row.get("cipher")));
        return ciphers;
    }

    private List<UUID> keyIds() {
        return database.rows("select key_id from subject_key").stream()
                .map(row -> (UUID) row.get("key_id"))
                .toList();
    }

    private KeyCheck check(ProtectionProperties properties) {
        return new KeyCheck(jdbc, new KeyEncryption(properties), new BlindIndex(properties), clock);
    }

    private ProtectionProperties withBlindIndexKey(String blindIndexKey) {
        return new ProtectionProperties(configured.keyEncryptionKey(), "1", null, Map.of(), blindIndexKey);
    }

    private ProtectionProperties withKeyEncryptionKey(String id, String key, Map<String, String> earlier) {
        return new ProtectionProperties(key, id, null, earlier, configured.blindIndexKey());
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
