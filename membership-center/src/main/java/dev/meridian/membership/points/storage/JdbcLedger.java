package dev.meridian.membership.points.storage;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.points.Balance;
import dev.meridian.membership.points.Earning;
import dev.meridian.membership.points.EarningDecision;
import dev.meridian.membership.points.Ledger;
import dev.meridian.membership.points.PostOutcome;
import dev.meridian.membership.points.StatementEntry;
import dev.meridian.membership.points.Transfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The ledger in PostgreSQL, set by set. Everybody takes locks in the same order: business keys by key, then accounts by
 * id; callers have locked the customers before.
 */
@Repository
class JdbcLedger implements Ledger {

    private final JdbcClient jdbc;
    private final JdbcAccounts accounts;
    private final JdbcTransfers transfers;
    private final JdbcDecisions decisions;
    private final JdbcStatements statements;

    JdbcLedger(
            JdbcClient jdbc,
            JdbcAccounts accounts,
            JdbcTransfers transfers,
            JdbcDecisions decisions,
            JdbcStatements statements) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.transfers = transfers;
        this.decisions = decisions;
        this.statements = statements;
    }

    @Override
    public Map<UUID, PostOutcome> post(List<Earning> earnings) {
        if (earnings.isEmpty()) {
            return Map.of();
        }
        Set<UUID> fresh = enter(earnings);
        Map<UUID, PostOutcome> outcomes = new HashMap<>();
        for (Line line : credit(earnings.stream()
                .filter(earning -> fresh.contains(earning.transactionId()))
                .toList())) {
            outcomes.put(line.earning().transactionId(), new PostOutcome.Posted(line.balanceAfter()));
        }
        List<Earning> known = earnings.stream()
                .filter(earning -> !fresh.contains(earning.transactionId()))
                .toList();
        Map<String, UUID> earlier = transactionsOf(known);
        for (Earning earning : known) {
            outcomes.put(
                    earning.transactionId(),
                    new PostOutcome.PostedBefore(Objects.requireNonNull(earlier.get(earning.businessKey()))));
        }
        return outcomes;
    }

    @Override
    public void transfer(Transfer transfer) {
        transfers.move(transfer);
    }

    @Override
    public void record(List<EarningDecision> made) {
        decisions.add(made);
    }

    @Override
    public List<Balance> balances(MemberId member, Instant now) {
        return statements.balances(member, now);
    }

    @Override
    public List<StatementEntry> entries(MemberId member, long before, int limit) {
        return statements.entries(member, before, limit);
    }

    /** The transactions whose business key nobody has used; the unique key decides, also among concurrent batches. */
    private Set<UUID> enter(List<Earning> earnings) {
        Columns<Earning> rows = Columns.of(earnings.stream()
                .sorted(Comparator.comparing(Earning::businessKey))
                .toList());
        return new HashSet<>(jdbc.sql("""
                insert into ledger_transaction
                    (id, business_key, program, kind, cause_type, cause_id, occurred_at, posted_at)
                select id, key, program, 'earn', cause_type, null, occurred_at, posted_at
                  from unnest(:ids::uuid[], :keys::text[], :programs::text[], :causeTypes::text[],
                              :occurredAt::timestamptz[], :postedAt::timestamptz[])
                       as u (id, key, program, cause_type, occurred_at, posted_at)
                on conflict (business_key) do nothing
                returning id
                """)
                .param("ids", rows.texts(Earning::transactionId))
                .param("keys", rows.texts(Earning::businessKey))
                .param("programs", rows.texts(earning -> earning.member().program()))
                .param(
                        "causeTypes",
                        rows.texts(earning -> earning.cause().type().code()))
                .param("occurredAt", rows.texts(Earning::occurredAt))
                .param("postedAt", rows.texts(Earning::postedAt))
                .query(UUID.class)
                .list());
    }

    private List<Line> credit(List<Earning> earnings) {
        if (earnings.isEmpty()) {
            return List.of();
        }
        Instant now = earnings.getFirst().postedAt();
        Map<JdbcAccounts.OfMember, Long> credited =
                accounts.ofMembers(earnings.stream().map(JdbcLedger::creditedBy).collect(Collectors.toSet()), now);
        Map<JdbcAccounts.Issuing, Long> debited =
                accounts.issuing(earnings.stream().map(JdbcLedger::debitedBy).collect(Collectors.toSet()), now);
        Map<Long, JdbcAccounts.Standing> before = accounts.lock(credited.values());
        Map<Long, Long> balance = new HashMap<>();
        before.forEach((account, standing) -> balance.put(account, standing.posted()));
        Map<Long, JdbcAccounts.Standing> changes = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        for (Earning earning : earnings) {
            Long account = Objects.requireNonNull(credited.get(creditedBy(earning)));
            long after = balance.merge(account, earning.points(), Math::addExact);
            changes.merge(
                    account,
                    new JdbcAccounts.Standing(earning.points(), 0),
                    (a, b) -> new JdbcAccounts.Standing(a.posted() + b.posted(), 0));
            lines.add(new Line(earning, Objects.requireNonNull(debited.get(debitedBy(earning))), account, after));
        }
        accounts.change(changes);
        insert(Columns.of(lines));
        return lines;
    }

    private void insert(Columns<Line> lines) {
        jdbc.sql("""
                insert into posting
                    (transaction_id, currency, debit_account, credit_account, amount, credit_balance_after)
                select * from unnest(:transactions::uuid[], :currencies::text[], :debits::bigint[], :credits::bigint[],
                                     :points::bigint[], :after::bigint[])
                """)
                .param("transactions", lines.texts(line -> line.earning().transactionId()))
                .param("currencies", lines.texts(line -> line.earning().currency()))
                .param("debits", lines.numbers(Line::debit))
                .param("credits", lines.numbers(Line::credit))
                .param("points", lines.numbers(line -> line.earning().points()))
                .param("after", lines.numbers(Line::balanceAfter))
                .update();
        jdbc.sql("""
                insert into lot (account_id, transaction_id, amount, remaining, expires_at, issuing_brand)
                select account, transaction, points, points, expires_at, brand
                  from unnest(:accounts::bigint[], :transactions::uuid[], :points::bigint[],
                              :expiresAt::timestamptz[], :brands::text[])
                       as u (account, transaction, points, expires_at, brand)
                """)
                .param("accounts", lines.numbers(Line::credit))
                .param("transactions", lines.texts(line -> line.earning().transactionId()))
                .param("points", lines.numbers(line -> line.earning().points()))
                .param("expiresAt", lines.texts(line -> line.earning().expiresAt()))
                .param("brands", lines.texts(line -> line.earning().brand()))
                .update();
        jdbc.sql("""
                insert into transaction_origin (transaction_id, brand, cause_id)
                select * from unnest(:transactions::uuid[], :brands::text[], :causes::text[])
                """)
                .param("transactions", lines.texts(line -> line.earning().transactionId()))
                .param("brands", lines.texts(line -> line.earning().brand()))
                .param("causes", lines.texts(line -> line.earning().cause().id()))
                .update();
    }

    private Map<String, UUID> transactionsOf(List<Earning> earnings) {
        Map<String, UUID> found = new HashMap<>();
        if (!earnings.isEmpty()) {
            jdbc.sql("select business_key, id from ledger_transaction where business_key = any(:keys::text[])")
                    .param("keys", Columns.of(earnings).texts(Earning::businessKey))
                    .query(row -> {
                        found.put(row.getString(1), row.getObject(2, UUID.class));
                    });
        }
        return found;
    }

    private static JdbcAccounts.OfMember creditedBy(Earning earning) {
        return new JdbcAccounts.OfMember(earning.member().id(), earning.currency());
    }

    private static JdbcAccounts.Issuing debitedBy(Earning earning) {
        return new JdbcAccounts.Issuing(earning.brand(), earning.currency());
    }

    /** A posting to be: which accounts, and what the credited one stands at afterwards. */
    private record Line(Earning earning, Long debit, Long credit, Long balanceAfter) {}
}
