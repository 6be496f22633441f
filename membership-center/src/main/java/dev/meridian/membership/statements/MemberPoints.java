package dev.meridian.membership.statements;

import dev.meridian.membership.enrolment.Member;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.enrolment.Members;
import dev.meridian.membership.enrolment.VisibleMember;
import dev.meridian.membership.programs.Programs;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.security.BrandScopeSwitch;
import dev.meridian.platform.web.requests.Cursor;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads balances and statements of members the caller may see. */
@Component
public class MemberPoints {

    private final JdbcBalances balances;
    private final JdbcStatements groupStatements;
    private final JdbcBrandStatements brandStatements;
    private final Members members;
    private final Programs programs;
    private final BrandScopeSwitch scopes;
    private final Clock clock;

    MemberPoints(
            JdbcBalances balances,
            JdbcStatements groupStatements,
            JdbcBrandStatements brandStatements,
            Members members,
            Programs programs,
            BrandScopeSwitch scopes,
            Clock clock) {
        this.balances = balances;
        this.groupStatements = groupStatements;
        this.brandStatements = brandStatements;
        this.members = members;
        this.programs = programs;
        this.scopes = scopes;
        this.clock = clock;
    }

    /**
     * The balances of a membership the caller may see, of its programme's currency at least. They are the group's: whose
     * points they are made of is not in them.
     */
    @Transactional(readOnly = true)
    public List<Balance> balances(VisibleMember visible) {
        Member member = visible.member();
        List<Balance> found = scopes.call(BrandScope.group(), () -> balances.of(member.id(), clock.instant()));
        if (!found.isEmpty()) {
            return found;
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
     * Lines of the statement, newest first; empty where the caller may see no such membership. The group sees every
     * entry, a brand its own by the customer it asks for, and one sum a day for the rest: what another of its customers
     * brought, whom only others' evidence makes the same person, is among the rest.
     *
     * @param cursor only lines below the one this was made of; null from the top
     */
    @Transactional(readOnly = true)
    public Optional<List<StatementLine>> statement(MemberId id, @Nullable String cursor, int limit) {
        return members.find(id).map(member -> switch (ActiveBrandScope.current()) {
            case BrandScope.OneBrand(Brand brand) -> brandStatements.lines(member, brand, belowForBrand(cursor), limit);
            case BrandScope.Group ignored ->
                groupStatements.entries(member.member().id(), belowForGroup(cursor), limit);
            case BrandScope.Nothing ignored -> List.<StatementLine>of();
        });
    }

    /** The cursor whose page begins below this line. */
    static String cursor(StatementLine line) {
        return Cursor.encode(line.position().toArray(String[]::new));
    }

    private static JdbcBrandStatements.Below belowForBrand(@Nullable String cursor) {
        if (cursor == null) {
            return JdbcBrandStatements.Below.TOP;
        }
        List<String> parts = Cursor.decode(cursor, 3);
        return Cursor.part(
                parts.get(2),
                key -> new JdbcBrandStatements.Below(
                        Cursor.part(parts.get(0), LocalDate::parse),
                        Cursor.part(parts.get(1), Integer::parseInt),
                        key));
    }

    private static long belowForGroup(@Nullable String cursor) {
        return cursor == null
                ? Long.MAX_VALUE
                : Cursor.part(Cursor.decode(cursor, 1).getFirst(), Long::parseLong);
    }

    /** Whose balances, and which. */
    public record MemberBalances(MemberId member, List<Balance> balances) {}
}
