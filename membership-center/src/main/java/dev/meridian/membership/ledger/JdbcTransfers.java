package dev.meridian.membership.ledger;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.rows.Timestamps;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Moves what one member has to another. */
@Repository
class JdbcTransfers {

    private final JdbcClient jdbc;
    private final JdbcAccounts accounts;
    private final JdbcAccountDays days;
    private final TimeOrderedIds ids;

    JdbcTransfers(JdbcClient jdbc, JdbcAccounts accounts, JdbcAccountDays days, TimeOrderedIds ids) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.days = days;
        this.ids = ids;
    }

    void move(Transfer transfer) {
        accounts.existing(transfer.from()).forEach((from, account) -> {
            JdbcAccounts.OfMember receiver = new JdbcAccounts.OfMember(transfer.to(), account.currency());
            Long to = Objects.requireNonNull(
                    accounts.ofMembers(Set.of(receiver), transfer.postedAt()).get(receiver));
            move(transfer, account.currency(), from, to);
        });
    }

    private void move(Transfer transfer, String currency, Long from, Long to) {
        Map<Long, JdbcAccounts.AccountBalance> before = accounts.lock(List.of(from, to));
        JdbcAccounts.AccountBalance leaving = Objects.requireNonNull(before.get(from));
        UUID transaction = ids.next();
        if (leaving.posted() == 0 || !enter(transfer, currency, transaction)) {
            return;
        }
        long after = Math.addExact(Objects.requireNonNull(before.get(to)).posted(), leaving.posted());
        jdbc.sql("""
                insert into posting (transaction_id, currency, debit_account, credit_account, amount,
                                     debit_balance_after, credit_balance_after)
                values (:transaction, :currency, :from, :to, :points, 0, :after)
                """)
                .param("transaction", transaction)
                .param("currency", currency)
                .param("from", from)
                .param("to", to)
                .param("points", leaving.posted())
                .param("after", after)
                .update();
        days.add(List.of(
                new JdbcAccountDays.Change(from, transfer.day(), -leaving.posted(), 0),
                new JdbcAccountDays.Change(to, transfer.day(), leaving.posted(), after)));
        accounts.change(Map.of(
                from, new JdbcAccounts.AccountBalance(-leaving.posted(), -leaving.held()),
                to, new JdbcAccounts.AccountBalance(leaving.posted(), leaving.held())));
        moveLots(transaction, from, to);
    }

    /** Whether this merge has not moved this currency before. */
    private boolean enter(Transfer transfer, String currency, UUID transaction) {
        return jdbc.sql("""
                insert into ledger_transaction
                    (id, business_key, program, kind, cause_type, cause_id, occurred_at, posted_at)
                values (:id, :key, :program, 'transfer', 'merge', :mergeId, :occurredAt, :postedAt)
                on conflict (business_key) do nothing
                """)
                        .param("id", transaction)
                        .param(
                                "key",
                                String.join(
                                        ":",
                                        "merge",
                                        transfer.mergeId().toString(),
                                        transfer.program().value(),
                                        currency))
                        .param("program", transfer.program().value())
                        .param("mergeId", transfer.mergeId().toString())
                        .param("occurredAt", Timestamps.utc(transfer.occurredAt()))
                        .param("postedAt", Timestamps.utc(transfer.postedAt()))
                        .update()
                == 1;
    }

    /** Empties the open lots and opens the same ones anew: their history stays, and each names where it came from. */
    private void moveLots(UUID transaction, Long from, Long to) {
        jdbc.sql("""
                insert into lot_use (transaction_id, lot_id, amount)
                select :transaction, id, remaining from lot where account_id = :from and remaining > 0
                """).param("transaction", transaction).param("from", from).update();
        jdbc.sql("""
                insert into lot (account_id, transaction_id, amount, remaining, expires_at, issuing_brand,
                                 brand_customer_id, origin_lot)
                select :to, :transaction, remaining, remaining, expires_at, issuing_brand, brand_customer_id, id
                  from lot where account_id = :from and remaining > 0 order by id
                """)
                .param("transaction", transaction)
                .param("from", from)
                .param("to", to)
                .update();
        jdbc.sql("update lot set remaining = 0 where account_id = :from and remaining > 0")
                .param("from", from)
                .update();
    }
}
