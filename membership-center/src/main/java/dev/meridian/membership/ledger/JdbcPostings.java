package dev.meridian.membership.ledger;

import dev.meridian.platform.rows.Columns;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
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
 * Postings in PostgreSQL, set by set. Everybody takes locks in the same order: business keys by key, then accounts by
 * id; callers have locked the customers before.
 */
@Repository
class JdbcPostings {

    private final JdbcClient jdbc;
    private final JdbcAccounts accounts;
    private final JdbcAccountDays days;

    JdbcPostings(JdbcClient jdbc, JdbcAccounts accounts, JdbcAccountDays days) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.days = days;
    }

    Map<UUID, PostOutcome> post(List<PointsCredit> credits) {
        if (credits.isEmpty()) {
            return Map.of();
        }
        Set<UUID> fresh = enter(credits);
        Map<UUID, PostOutcome> outcomes = new HashMap<>();
        for (Line line : credit(credits.stream()
                .filter(credit -> fresh.contains(credit.transactionId()))
                .toList())) {
            outcomes.put(line.credit().transactionId(), new PostOutcome.Posted(line.balanceAfter()));
        }
        List<PointsCredit> known = credits.stream()
                .filter(credit -> !fresh.contains(credit.transactionId()))
                .toList();
        Map<String, UUID> earlier = transactionsOf(known);
        for (PointsCredit credit : known) {
            outcomes.put(
                    credit.transactionId(),
                    new PostOutcome.PostedBefore(Objects.requireNonNull(earlier.get(credit.businessKey()))));
        }
        return outcomes;
    }

    /** The transactions whose business key nobody has used; the unique key decides, also among concurrent batches. */
    private Set<UUID> enter(List<PointsCredit> credits) {
        List<PointsCredit> rows = credits.stream()
                .sorted(Comparator.comparing(PointsCredit::businessKey))
                .toList();
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
                .param("ids", Columns.texts(rows, PointsCredit::transactionId))
                .param("keys", Columns.texts(rows, PointsCredit::businessKey))
                .param("programs", Columns.texts(rows, credit -> credit.member().program()))
                .param(
                        "causeTypes",
                        Columns.texts(rows, credit -> credit.cause().type().code()))
                .param("occurredAt", Columns.texts(rows, PointsCredit::occurredAt))
                .param("postedAt", Columns.texts(rows, PointsCredit::postedAt))
                .query(UUID.class)
                .list());
    }

    private List<Line> credit(List<PointsCredit> credits) {
        if (credits.isEmpty()) {
            return List.of();
        }
        Instant now = credits.getFirst().postedAt();
        Map<JdbcAccounts.OfMember, Long> credited = accounts.ofMembers(
                credits.stream().map(JdbcPostings::creditedBy).collect(Collectors.toSet()), now);
        Map<JdbcAccounts.OfBrand, Long> debited =
                accounts.ofBrands(credits.stream().map(JdbcPostings::debitedBy).collect(Collectors.toSet()), now);
        Map<Long, JdbcAccounts.AccountBalance> before = accounts.lock(credited.values());
        Map<Long, Long> balance = new HashMap<>();
        before.forEach((account, standing) -> balance.put(account, standing.posted()));
        Map<Long, JdbcAccounts.AccountBalance> changes = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        for (PointsCredit credit : credits) {
            Long account = Objects.requireNonNull(credited.get(creditedBy(credit)));
            long after = balance.merge(account, credit.points(), Math::addExact);
            changes.merge(
                    account,
                    new JdbcAccounts.AccountBalance(credit.points(), 0),
                    (a, b) -> new JdbcAccounts.AccountBalance(a.posted() + b.posted(), 0));
            lines.add(new Line(credit, Objects.requireNonNull(debited.get(debitedBy(credit))), account, after));
        }
        accounts.change(changes);
        insert(lines, days.add(daysOf(lines)));
        return lines;
    }

    /** One change per account: all credits of a call are entered at one instant. */
    private static Collection<JdbcAccountDays.Change> daysOf(List<Line> lines) {
        Map<Long, JdbcAccountDays.Change> changes = new TreeMap<>();
        for (Line line : lines) {
            PointsCredit credit = line.credit();
            changes.merge(
                    line.credited(),
                    new JdbcAccountDays.Change(line.credited(), credit.day(), credit.points(), line.balanceAfter()),
                    (a, b) -> new JdbcAccountDays.Change(
                            a.account(), b.day(), a.points() + b.points(), b.balanceAfter()));
        }
        return changes.values();
    }

    private void insert(List<Line> lines, Map<Long, LocalDate> days) {
        jdbc.sql("""
                insert into posting
                    (transaction_id, currency, debit_account, credit_account, amount, credit_balance_after)
                select * from unnest(:transactions::uuid[], :currencies::text[], :debits::bigint[], :credits::bigint[],
                                     :points::bigint[], :after::bigint[])
                """)
                .param(
                        "transactions",
                        Columns.texts(lines, line -> line.credit().transactionId()))
                .param("currencies", Columns.texts(lines, line -> line.credit().currency()))
                .param("debits", Columns.numbers(lines, Line::debited))
                .param("credits", Columns.numbers(lines, Line::credited))
                .param("points", Columns.numbers(lines, line -> line.credit().points()))
                .param("after", Columns.numbers(lines, Line::balanceAfter))
                .update();
        jdbc.sql("""
                insert into lot (account_id, transaction_id, amount, remaining, expires_at, issuing_brand,
                                 brand_customer_id)
                select account, transaction, points, points, expires_at, brand, customer
                  from unnest(:accounts::bigint[], :transactions::uuid[], :points::bigint[],
                              :expiresAt::timestamptz[], :brands::text[], :customers::uuid[])
                       as u (account, transaction, points, expires_at, brand, customer)
                """)
                .param(
                        "customers",
                        Columns.texts(
                                lines, line -> line.credit().brandCustomer().value()))
                .param("accounts", Columns.numbers(lines, Line::credited))
                .param(
                        "transactions",
                        Columns.texts(lines, line -> line.credit().transactionId()))
                .param("points", Columns.numbers(lines, line -> line.credit().points()))
                .param("expiresAt", Columns.texts(lines, line -> line.credit().expiresAt()))
                .param("brands", Columns.texts(lines, line -> line.credit().brand()))
                .update();
        jdbc.sql("""
                insert into transaction_origin
                    (transaction_id, brand, cause_id, account_id, day, points, brand_customer_id)
                select * from unnest(:transactions::uuid[], :brands::text[], :causes::text[], :accounts::bigint[],
                                     :days::date[], :points::bigint[], :customers::uuid[])
                """)
                .param(
                        "customers",
                        Columns.texts(
                                lines, line -> line.credit().brandCustomer().value()))
                .param("accounts", Columns.numbers(lines, Line::credited))
                .param("days", Columns.texts(lines, line -> days.get(line.credited())))
                .param("points", Columns.numbers(lines, line -> line.credit().points()))
                .param(
                        "transactions",
                        Columns.texts(lines, line -> line.credit().transactionId()))
                .param("brands", Columns.texts(lines, line -> line.credit().brand()))
                .param(
                        "causes",
                        Columns.texts(lines, line -> line.credit().cause().id()))
                .update();
    }

    private Map<String, UUID> transactionsOf(List<PointsCredit> credits) {
        Map<String, UUID> found = new HashMap<>();
        if (!credits.isEmpty()) {
            jdbc.sql("select business_key, id from ledger_transaction where business_key = any(:keys::text[])")
                    .param("keys", Columns.texts(credits, PointsCredit::businessKey))
                    .query(row -> {
                        found.put(row.getString(1), row.getObject(2, UUID.class));
                    });
        }
        return found;
    }

    private static JdbcAccounts.OfMember creditedBy(PointsCredit credit) {
        return new JdbcAccounts.OfMember(credit.member().id(), credit.currency());
    }

    private static JdbcAccounts.OfBrand debitedBy(PointsCredit credit) {
        return new JdbcAccounts.OfBrand(JdbcAccounts.Purpose.ISSUANCE, credit.brand(), credit.currency());
    }

    /** A posting to be: which accounts, and what the credited one stands at afterwards. */
    private record Line(PointsCredit credit, Long debited, Long credited, Long balanceAfter) {}
}
