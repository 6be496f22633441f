package dev.meridian.membership.earning;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.ledger.Cause;
import dev.meridian.platform.rows.Columns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps why interactions earned what they earned. */
@Repository
class JdbcDecisions {

    private final JdbcClient jdbc;

    JdbcDecisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the interactions about which anything was decided. */
    Set<UUID> decided(List<UUID> interactions) {
        return new HashSet<>(jdbc.sql("""
                select distinct interaction_id from earning_decision where interaction_id = any(:interactions::uuid[])
                """)
                .param("interactions", Columns.texts(interactions))
                .query(UUID.class)
                .list());
    }

    void add(List<EarningDecision> decisions) {
        jdbc.sql("""
                insert into earning_decision
                    (interaction_id, program, rule_key, rule_version, brand, customer_id, member_id, order_id,
                     outcome, points, transaction_id, occurred_at, decided_at)
                select * from unnest(
                    :interactions::uuid[], :programs::text[], :rules::text[], :versions::int[], :brands::text[],
                    :customers::uuid[], :members::uuid[], :orders::text[], :outcomes::text[], :points::bigint[],
                    :transactions::uuid[], :occurredAt::timestamptz[], :decidedAt::timestamptz[])
                on conflict (interaction_id, program, rule_key) do nothing
                """)
                .param(
                        "interactions",
                        Columns.texts(
                                decisions, decision -> decision.interaction().id()))
                .param(
                        "programs",
                        Columns.texts(decisions, decision -> decision.rule().program()))
                .param(
                        "rules",
                        Columns.texts(decisions, decision -> decision.rule().key()))
                .param(
                        "versions",
                        Columns.texts(decisions, decision -> decision.rule().version()))
                .param(
                        "brands",
                        Columns.texts(
                                decisions, decision -> decision.interaction().brand()))
                .param(
                        "customers",
                        Columns.texts(
                                decisions,
                                decision -> decision.interaction().customer().value()))
                .param("members", Columns.texts(decisions, JdbcDecisions::member))
                .param("orders", Columns.texts(decisions, JdbcDecisions::order))
                .param("outcomes", Columns.texts(decisions, decision -> code(decision.outcome())))
                .param("points", Columns.numbers(decisions, decision -> points(decision.outcome())))
                .param("transactions", Columns.texts(decisions, decision -> transaction(decision.outcome())))
                .param(
                        "occurredAt",
                        Columns.texts(
                                decisions, decision -> decision.interaction().occurredAt()))
                .param("decidedAt", Columns.texts(decisions, EarningDecision::decidedAt))
                .update();
    }

    private static @Nullable UUID member(EarningDecision decision) {
        MemberId member = decision.member();
        return member == null ? null : member.value();
    }

    private static @Nullable String order(EarningDecision decision) {
        Cause cause = decision.cause();
        return cause != null && cause.type() == Cause.Type.ORDER ? cause.id() : null;
    }

    private static String code(EarningOutcome outcome) {
        return switch (outcome) {
            case EarningOutcome.Earned ignored -> "earned";
            case EarningOutcome.Declined declined -> declined.reason().code();
        };
    }

    private static long points(EarningOutcome outcome) {
        return switch (outcome) {
            case EarningOutcome.Earned earned -> earned.credit().points();
            case EarningOutcome.Declined ignored -> 0L;
        };
    }

    private static @Nullable UUID transaction(EarningOutcome outcome) {
        return switch (outcome) {
            case EarningOutcome.Earned earned -> earned.credit().transactionId();
            case EarningOutcome.Declined declined -> declined.earlier();
        };
    }
}
