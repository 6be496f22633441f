package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.rows.Columns;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The customers of each brand, in PostgreSQL: which of the group's customers stand behind them, and which of them the
 * brand takes for one. What is told is only ever added, and read through to its end, so its order does not matter.
 */
@Repository
class JdbcBrandCustomers {

    private final JdbcClient jdbc;

    JdbcBrandCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes whom brands know, and which of the group's customers, all of them locked, that is today. */
    void add(Collection<CustomerFact.Known> facts, Survivors survivors) {
        Map<BrandCustomer, Set<CustomerId>> behind = new LinkedHashMap<>();
        for (CustomerFact.Known fact : facts) {
            BrandCustomer known = fact.inBrand();
            if (known != null) {
                behind.computeIfAbsent(known, unused -> new LinkedHashSet<>()).add(survivors.of(fact.customer()));
            }
        }
        if (behind.isEmpty()) {
            return;
        }
        record Row(BrandCustomer known, CustomerId inGroup) {}
        List<Row> rows = behind.entrySet().stream()
                .flatMap(one -> one.getValue().stream().map(inGroup -> new Row(one.getKey(), inGroup)))
                .toList();
        jdbc.sql("""
                insert into brand_customer (brand, customer_id, group_customer_id)
                select brand, customer, in_group
                  from unnest(:brands::text[], :customers::uuid[], :groups::uuid[]) as u (brand, customer, in_group)
                 order by brand, customer, in_group
                on conflict do nothing
                """)
                .param("brands", Columns.texts(rows, row -> row.known().brand().key()))
                .param("customers", Columns.texts(rows, row -> row.known().customer()))
                .param("groups", Columns.texts(rows, Row::inGroup))
                .update();
    }

    /** A customer of the group took over another: whoever was behind by the one is so by the other. */
    void follow(CustomerId absorbed, CustomerId survivor) {
        jdbc.sql("""
                insert into brand_customer (brand, customer_id, group_customer_id)
                select brand, customer_id, :survivor from brand_customer where group_customer_id = :absorbed
                on conflict do nothing
                """)
                .param("survivor", survivor.value())
                .param("absorbed", absorbed.value())
                .update();
    }

    /** Notes which of their customers brands take for one. */
    void merge(Collection<CustomerFact.BrandMerge> merges) {
        if (merges.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into brand_customer_alias (brand, absorbed_id, survivor_id, merge_id, merged_at)
                select brand, absorbed, survivor, merge, at
                  from unnest(:brands::text[], :absorbed::uuid[], :survivors::uuid[], :merges::uuid[],
                              :times::timestamptz[]) as u (brand, absorbed, survivor, merge, at)
                 order by brand, absorbed
                on conflict do nothing
                """)
                .param("brands", Columns.texts(merges, one -> one.brand().key()))
                .param("absorbed", Columns.texts(merges, CustomerFact.BrandMerge::absorbed))
                .param("survivors", Columns.texts(merges, CustomerFact.BrandMerge::survivor))
                .param("merges", Columns.texts(merges, CustomerFact.BrandMerge::mergeId))
                .param("times", Columns.texts(merges, CustomerFact.BrandMerge::mergedAt))
                .update();
    }

    /**
     * Somebody a brand knows.
     *
     * @param customer by the id the brand knows them by now
     * @param knownAs that id and all that lead to it
     * @param behind the group's customers they are: one, unless the group holds a link that the brand's evidence makes
     */
    record Known(CustomerId customer, Set<CustomerId> knownAs, List<CustomerId> behind) {}

    /** Whom a brand means by an id; empty where it was never given the id. */
    Optional<Known> find(Brand brand, CustomerId id) {
        return rootOf(brand, id).flatMap(root -> {
            Set<CustomerId> knownAs = leadingTo(brand, root);
            List<CustomerId> behind = behind(brand, knownAs);
            return behind.isEmpty() ? Optional.empty() : Optional.of(new Known(root, knownAs, behind));
        });
    }

    private Optional<CustomerId> rootOf(Brand brand, CustomerId id) {
        return jdbc.sql("""
                with recursive line (customer_id) as (
                    select :id::uuid
                    union
                    select a.survivor_id
                      from line l join brand_customer_alias a on a.brand = :brand and a.absorbed_id = l.customer_id)
                select l.customer_id from line l
                 where not exists (select 1 from brand_customer_alias a
                                    where a.brand = :brand and a.absorbed_id = l.customer_id)
                """)
                .param("brand", brand.key())
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    private Set<CustomerId> leadingTo(Brand brand, CustomerId root) {
        return new HashSet<>(jdbc.sql("""
                with recursive known (customer_id) as (
                    select :root::uuid
                    union
                    select a.absorbed_id
                      from known k join brand_customer_alias a on a.brand = :brand and a.survivor_id = k.customer_id)
                select customer_id from known
                """)
                .param("brand", brand.key())
                .param("root", root.value())
                .query((row, number) -> new CustomerId(row.getObject(1, UUID.class)))
                .list());
    }

    /** In the order of ids, which are random: which comes first tells nothing. */
    private List<CustomerId> behind(Brand brand, Set<CustomerId> knownAs) {
        return jdbc.sql("""
                select distinct c.customer_id
                  from brand_customer k
                  join customer c on c.customer_id = k.group_customer_id
                 where k.brand = :brand and k.customer_id = any(:ids::uuid[]) and c.absorbed_by is null
                 order by c.customer_id
                """)
                .param("brand", brand.key())
                .param("ids", Columns.texts(knownAs))
                .query((row, number) -> new CustomerId(row.getObject(1, UUID.class)))
                .list();
    }

    /** The member ids a brand was given for a customer it knows by these ids, by programme; the living id's own first. */
    Map<String, MemberId> memberIds(Brand brand, Known known) {
        Map<String, MemberId> ids = new HashMap<>();
        jdbc.sql("""
                select program, member_id from brand_member
                 where brand = :brand and customer_id = any(:ids::uuid[])
                 order by (customer_id <> :root), member_id
                """)
                .param("brand", brand.key())
                .param("ids", Columns.texts(known.knownAs()))
                .param("root", known.customer().value())
                .query(row -> {
                    ids.putIfAbsent(row.getString("program"), new MemberId(row.getObject("member_id", UUID.class)));
                });
        return ids;
    }

    /** Whose membership a brand means by a member id it was given, and in which programme. */
    Optional<OfProgram> ofMember(Brand brand, MemberId id) {
        return jdbc.sql("select customer_id, program from brand_member where brand = :brand and member_id = :id")
                .param("brand", brand.key())
                .param("id", id.value())
                .query((row, number) -> new OfProgram(
                        new CustomerId(row.getObject("customer_id", UUID.class)), row.getString("program")))
                .optional();
    }

    /** A customer of a brand in a programme. */
    record OfProgram(CustomerId customer, String program) {}

    /**
     * Gives brands a member id for each of their customers behind whom one of these customers of the group, all locked, is
     * a member. The first of a brand is given the membership's own id, each further one an id of its own: one random id
     * looks like another.
     */
    void nameMembers(Collection<CustomerId> inGroup) {
        jdbc.sql("""
                insert into brand_member (brand, customer_id, program, member_id)
                select n.brand, n.customer_id, n.program,
                       case when n.place = 1 and not exists (select 1 from brand_member given
                                                              where given.brand = n.brand
                                                                and given.member_id = n.member_id)
                            then n.member_id else gen_random_uuid() end
                  from (select k.brand, k.customer_id, m.program, m.member_id,
                               row_number() over (partition by k.brand, m.member_id
                                                  order by k.customer_id <> m.customer_id, k.customer_id) as place
                          from member m
                          join brand_customer k on k.group_customer_id = m.customer_id
                         where m.customer_id = any(:customers::uuid[]) and m.merged_into is null
                           and not exists (select 1 from brand_member given
                                            where given.brand = k.brand and given.customer_id = k.customer_id
                                              and given.program = m.program)) n
                 order by n.brand, n.customer_id, n.program
                on conflict do nothing
                """).param("customers", Columns.texts(inGroup)).update();
    }
}
