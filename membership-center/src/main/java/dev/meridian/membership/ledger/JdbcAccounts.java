package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts of the ledger, and the balances of those that have one. */
@Repository
class JdbcAccounts {

    /** A member's account in a currency. */
    record OfMember(MemberId member, String currency) {}

    /** What a brand has an account for: issuing points, or taking back those that ended. */
    enum Purpose {
        ISSUANCE,
        BREAKAGE
    }

    /** A brand's account for a purpose in a currency. */
    record OfBrand(Purpose purpose, Brand brand, String currency) {

        String kind() {
            return purpose.name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a locked account stands at. */
    record AccountBalance(long posted, long held) {}

    private final JdbcClient jdbc;

    JdbcAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The accounts' ids; those that were never used are opened with a balance of zero, so that they can be locked. */
    Map<OfMember, Long> ofMembers(Set<OfMember> wanted, Instant now) {
        Map<OfMember, Long> found = findMembers(wanted);
        Set<OfMember> missing = missing(
                wanted,
                found,
                Comparator.comparing(
                                (OfMember account) -> account.member().value().toString())
                        .thenComparing(OfMember::currency));
        if (!missing.isEmpty()) {
            jdbc.sql("""
                    insert into ledger_account (kind, member_id, currency, opened_at)
                    select 'member', member, currency, :now
                      from unnest(:members::uuid[], :currencies::text[]) as u (member, currency)
                    on conflict do nothing
                    """)
                    .param("now", Timestamps.utc(now))
                    .param(
                            "members",
                            Columns.texts(missing, account -> account.member().value()))
                    .param("currencies", Columns.texts(missing, OfMember::currency))
                    .update();
            found.putAll(findMembers(missing));
            jdbc.sql("""
                    insert into account_balance (account_id)
                    select id from unnest(:ids::bigint[]) as u (id) order by id
                    on conflict (account_id) do nothing
                    """).param("ids", Columns.texts(missing, found::get)).update();
        }
        return found;
    }

    /** The ids of brands' accounts, opened where needed. They have no balance: nobody queues for them. */
    Map<OfBrand, Long> ofBrands(Set<OfBrand> wanted, Instant now) {
        Map<OfBrand, Long> found = findOfBrands(wanted);
        Set<OfBrand> missing = missing(
                wanted,
                found,
                Comparator.comparing((OfBrand account) -> account.brand().key())
                        .thenComparing(OfBrand::purpose)
                        .thenComparing(OfBrand::currency));
        if (!missing.isEmpty()) {
            jdbc.sql("""
                    insert into ledger_account (kind, issuing_brand, currency, opened_at)
                    select kind, brand, currency, :now
                      from unnest(:kinds::text[], :brands::text[], :currencies::text[]) as u (kind, brand, currency)
                    on conflict do nothing
                    """)
                    .param("now", Timestamps.utc(now))
                    .param("kinds", Columns.texts(missing, OfBrand::kind))
                    .param("brands", Columns.texts(missing, OfBrand::brand))
                    .param("currencies", Columns.texts(missing, OfBrand::currency))
                    .update();
            found.putAll(findOfBrands(missing));
        }
        return found;
    }

    /** The member accounts a member has, by id. */
    Map<Long, OfMember> existing(MemberId member) {
        return find(List.of(member)).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    /** Locks balances in the order of account ids and says what they stand at. */
    Map<Long, AccountBalance> lock(Collection<Long> accounts) {
        Map<Long, AccountBalance> standings = new HashMap<>();
        jdbc.sql("""
                select account_id, posted, held from account_balance
                 where account_id = any(:ids::bigint[]) order by account_id for update
                """).param("ids", Columns.numbers(accounts)).query(row -> {
            standings.put(row.getLong(1), new AccountBalance(row.getLong(2), row.getLong(3)));
        });
        return standings;
    }

    /** Adds to locked balances. */
    void change(Map<Long, AccountBalance> changes) {
        Set<Map.Entry<Long, AccountBalance>> rows = changes.entrySet();
        jdbc.sql("""
                update account_balance b
                   set posted = b.posted + u.posted, held = b.held + u.held, version = b.version + 1
                  from unnest(:ids::bigint[], :posted::bigint[], :held::bigint[]) as u (id, posted, held)
                 where b.account_id = u.id
                """)
                .param("ids", Columns.numbers(rows, Map.Entry::getKey))
                .param("posted", Columns.numbers(rows, row -> row.getValue().posted()))
                .param("held", Columns.numbers(rows, row -> row.getValue().held()))
                .update();
    }

    private Map<OfMember, Long> findMembers(Set<OfMember> wanted) {
        Map<OfMember, Long> found =
                find(wanted.stream().map(OfMember::member).distinct().toList());
        found.keySet().retainAll(wanted);
        return found;
    }

    private Map<OfMember, Long> find(List<MemberId> members) {
        Map<OfMember, Long> found = new HashMap<>();
        jdbc.sql("""
                select id, member_id, currency from ledger_account
                 where kind = 'member' and member_id = any(:members::uuid[])
                """).param("members", Columns.texts(members, MemberId::value)).query(row -> {
            MemberId member = new MemberId(row.getObject("member_id", UUID.class));
            found.put(new OfMember(member, row.getString("currency")), row.getLong("id"));
        });
        return found;
    }

    private Map<OfBrand, Long> findOfBrands(Set<OfBrand> wanted) {
        Map<OfBrand, Long> found = new HashMap<>();
        jdbc.sql("""
                select id, kind, issuing_brand, currency from ledger_account
                 where member_id is null and kind in ('issuance', 'breakage') and issuing_brand = any(:brands::text[])
                """).param("brands", Columns.texts(wanted, OfBrand::brand)).query(row -> {
            Purpose purpose = Purpose.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
            Brand brand = new Brand(row.getString("issuing_brand"));
            found.put(new OfBrand(purpose, brand, row.getString("currency")), row.getLong("id"));
        });
        found.keySet().retainAll(wanted);
        return found;
    }

    /** In one order for everybody, so that two who open the same accounts wait for each other only one way. */
    private static <T> Set<T> missing(Set<T> wanted, Map<T, Long> found, Comparator<T> order) {
        Set<T> missing = new TreeSet<>(order);
        missing.addAll(wanted);
        missing.removeAll(found.keySet());
        return missing;
    }
}
