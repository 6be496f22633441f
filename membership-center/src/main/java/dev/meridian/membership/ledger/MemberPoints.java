package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.Member;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.enrolment.Members;
import dev.meridian.membership.programs.Programs;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads balances and statements, of members the caller may see. */
@Component
public class MemberPoints {

    private final JdbcStatements statements;
    private final Members members;
    private final Programs programs;
    private final Clock clock;

    MemberPoints(JdbcStatements statements, Members members, Programs programs, Clock clock) {
        this.statements = statements;
        this.members = members;
        this.programs = programs;
        this.clock = clock;
    }

    /** The balances of a membership, of its programme's currency at least. */
    @Transactional(readOnly = true)
    public List<Balance> balances(Member member) {
        List<Balance> balances = statements.balances(member.id(), clock.instant());
        if (!balances.isEmpty()) {
            return balances;
        }
        return programs.find(member.program()).stream()
                .map(program -> Balance.none(program.currency()))
                .toList();
    }

    /** The balances of a membership or of the one that absorbed it; empty where the caller may see none. */
    @Transactional(readOnly = true)
    public Optional<MemberBalances> balances(MemberId id) {
        return members.find(id).map(member -> new MemberBalances(member.id(), balances(member)));
    }

    /**
     * Lines of the statement, newest first; empty where the caller may see no such membership.
     *
     * @param before only lines before this position
     */
    @Transactional(readOnly = true)
    public Optional<List<StatementEntry>> statement(MemberId id, long before, int limit) {
        return members.find(id).map(member -> statements.entries(member.id(), before, limit));
    }

    /** Whose balances, and which. */
    public record MemberBalances(MemberId member, List<Balance> balances) {}
}
