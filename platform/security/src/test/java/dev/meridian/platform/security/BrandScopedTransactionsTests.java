package dev.meridian.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class BrandScopedTransactionsTests {

    private static final BrandScope AURORA = BrandScope.of(new Brand("aurora"));
    private static final BrandScope BOREAL = BrandScope.of(new Brand("boreal"));

    private static ScratchDatabase database;
    private static JdbcClient jdbc;
    private static TransactionTemplate joining;
    private static BrandScopeSwitch scopes;

    @BeforeAll
    static void start() {
        // Fewer connections than threads below, so that every connection serves both brands.
        database = new ScratchDatabase(2);
        jdbc = JdbcClient.create(database.pool());
        joining = new TransactionTemplate(new BrandScopedTransactionManager(database.pool()));
        scopes = new BrandScopeSwitch(database.pool());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void two_notes() {
        database.asSuperuser("truncate note; insert into note values (1, 'aurora', 'a'), (2, 'boreal', 'b')");
    }

    @Test
    void a_transaction_shows_the_rows_of_its_scope() {
        assertThat(in(AURORA, BrandScopedTransactionsTests::visible)).containsExactly(1);
        assertThat(in(BOREAL, BrandScopedTransactionsTests::visible)).containsExactly(2);
        assertThat(in(BrandScope.group(), BrandScopedTransactionsTests::visible))
                .containsExactly(1, 2);
        assertThat(in(BrandScope.nothing(), BrandScopedTransactionsTests::visible))
                .isEmpty();
    }

    @Test
    void nothing_is_shown_outside_a_transaction() {
        assertThat(visible()).isEmpty();
        assertThat(ActiveBrandScope.<List<Integer>, RuntimeException>call(
                        BrandScope.group(), BrandScopedTransactionsTests::visible))
                .isEmpty();
    }

    @Test
    void rows_of_another_brand_can_be_neither_written_nor_changed() {
        assertThatThrownBy(() -> in(AURORA, () -> write("insert into note values (3, 'boreal', 'x')")))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("row-level security");
        assertThat(in(AURORA, () -> write("update note set text = 'x' where id = 2")))
                .isZero();
        assertThat(in(AURORA, () -> write("delete from note where id = 2"))).isZero();
        assertThatThrownBy(() -> in(AURORA, () -> write("update note set brand = 'boreal' where id = 1")))
                .isInstanceOf(DataAccessException.class);
        assertThat(in(BrandScope.group(), () -> write("insert into note values (3, 'boreal', 'x')")))
                .isOne();
    }

    @Test
    void a_scope_never_leaks_to_the_next_user_of_a_connection() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> results = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(() -> seesExactlyItsOwn(i)))
                    .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
        assertThat(visible()).isEmpty();
    }

    private static boolean seesExactlyItsOwn(int i) {
        return switch (i % 4) {
            case 0 -> in(AURORA, BrandScopedTransactionsTests::visible).equals(List.of(1));
            case 1 -> in(BOREAL, BrandScopedTransactionsTests::visible).equals(List.of(2));
            case 2 -> visible().isEmpty();
            default -> failsInItsScope();
        };
    }

    private static boolean failsInItsScope() {
        try {
            return in(BrandScope.group(), () -> write("insert into note values (1, 'aurora', 'twice')")) < 0;
        } catch (DataAccessException e) {
            return true;
        }
    }

    @Test
    void work_of_another_scope_cannot_join_a_running_transaction() {
        assertThatThrownBy(() -> in(AURORA, () -> in(BOREAL, BrandScopedTransactionsTests::visible)))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThatThrownBy(() -> in(AURORA, () -> in(BrandScope.group(), BrandScopedTransactionsTests::visible)))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThatThrownBy(() -> in(AURORA, () -> with(TransactionDefinition.PROPAGATION_NESTED, BOREAL)))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(in(AURORA, () -> in(AURORA, BrandScopedTransactionsTests::visible)))
                .containsExactly(1);
        assertThat(in(AURORA, () -> with(TransactionDefinition.PROPAGATION_NESTED, AURORA)))
                .containsExactly(1);
    }

    @Test
    void a_transaction_of_its_own_may_have_a_scope_of_its_own() {
        assertThat(in(AURORA, () -> {
                    assertThat(with(TransactionDefinition.PROPAGATION_REQUIRES_NEW, BOREAL))
                            .containsExactly(2);
                    return in(AURORA, BrandScopedTransactionsTests::visible);
                }))
                .containsExactly(1);
    }

    @Test
    void a_switch_looks_further_and_comes_back() {
        assertThat(in(AURORA, () -> {
                    assertThat(switched(BrandScope.group())).containsExactly(1, 2);
                    return visible();
                }))
                .containsExactly(1);
    }

    @Test
    void a_switch_lets_inner_transactions_join_in_the_new_scope() {
        assertThat(in(
                        AURORA,
                        () -> scopes.<List<Integer>, RuntimeException>call(
                                BrandScope.group(),
                                () -> in(BrandScope.group(), BrandScopedTransactionsTests::visible))))
                .containsExactly(1, 2);
    }

    @Test
    void a_switch_comes_back_after_a_failure_too() {
        assertThat(in(AURORA, () -> {
                    assertThatThrownBy(() -> scopes.run(BrandScope.group(), () -> {
                                throw new IllegalStateException("inside");
                            }))
                            .hasMessage("inside");
                    return visible();
                }))
                .containsExactly(1);
        assertThatThrownBy(() -> in(
                        AURORA,
                        () -> scopes.<Integer, RuntimeException>call(
                                BrandScope.group(), () -> write("insert into note values (1, 'aurora', 'twice')"))))
                .isInstanceOf(DataAccessException.class);
        assertThat(in(AURORA, BrandScopedTransactionsTests::visible)).containsExactly(1);
    }

    @Test
    void a_switch_without_a_transaction_counts_for_those_that_begin_in_it() {
        assertThat(scopes.<List<Integer>, RuntimeException>call(
                        BOREAL, () -> joining.execute(transaction -> visible())))
                .containsExactly(2);
    }

    private static List<Integer> switched(BrandScope scope) {
        return scopes.<List<Integer>, RuntimeException>call(scope, BrandScopedTransactionsTests::visible);
    }

    private static List<Integer> with(int propagation, BrandScope scope) {
        TransactionTemplate template = new TransactionTemplate(joining.getTransactionManager());
        template.setPropagationBehavior(propagation);
        return ActiveBrandScope.<List<Integer>, RuntimeException>call(
                scope, () -> template.execute(transaction -> visible()));
    }

    private static <R> R in(BrandScope scope, Supplier<R> work) {
        return ActiveBrandScope.<R, RuntimeException>call(scope, () -> joining.execute(transaction -> work.get()));
    }

    private static List<Integer> visible() {
        return jdbc.sql("select id from note order by id").query(Integer.class).list();
    }

    private static int write(String sql) {
        return jdbc.sql(sql).update();
    }
}
