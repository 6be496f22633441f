package dev.meridian.membership.enrolment;

import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Memberships in PostgreSQL. */
@Repository
class JdbcMembers {

    private final JdbcClient jdbc;

    JdbcMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The memberships of these customers that were not merged away. */
    List<Member> of(Collection<CustomerId> customers) {
        return jdbc.sql("""
                select member_id, program, customer_id, enrolled_at from member
                 where customer_id = any(:customers::uuid[]) and merged_into is null
                """)
                .param("customers", Columns.texts(customers))
                .query(JdbcMembers::member)
                .list();
    }

    /** The membership at the end of the chain of merges. */
    Optional<Member> survivorOf(MemberId id) {
        return jdbc.sql("""
                with recursive chain as (
                    select * from member where member_id = :id
                    union all
                    select m.* from chain join member m on m.member_id = chain.merged_into
                )
                select member_id, program, customer_id, enrolled_at from chain where merged_into is null
                """).param("id", id.value()).query(JdbcMembers::member).optional();
    }

    /** Adds memberships of customers that are locked. */
    void add(List<Member> members) {
        if (members.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into member (member_id, program, customer_id, enrolled_at)
                select * from unnest(:ids::uuid[], :programs::text[], :customers::uuid[], :times::timestamptz[])
                """)
                .param("ids", Columns.texts(members, member -> member.id().value()))
                .param("programs", Columns.texts(members, Member::program))
                .param(
                        "customers",
                        Columns.texts(members, member -> member.customer().value()))
                .param("times", Columns.texts(members, Member::enrolledAt))
                .update();
    }

    /** Ends a membership in favour of another. */
    void absorb(MemberId absorbed, MemberId survivor, UUID mergeId) {
        jdbc.sql("update member set merged_into = :survivor, merge_id = :mergeId where member_id = :absorbed")
                .param("survivor", survivor.value())
                .param("mergeId", mergeId)
                .param("absorbed", absorbed.value())
                .update();
    }

    private static Member member(ResultSet row, int number) throws SQLException {
        return new Member(
                new MemberId(row.getObject("member_id", UUID.class)),
                new ProgramKey(row.getString("program")),
                new CustomerId(row.getObject("customer_id", UUID.class)),
                Timestamps.instant(row, "enrolled_at"));
    }
}
