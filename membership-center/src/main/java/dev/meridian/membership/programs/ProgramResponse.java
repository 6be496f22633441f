package dev.meridian.membership.programs;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A programme on the wire. */
record ProgramResponse(
        String key,
        String name,
        String currency,
        String enrolment,
        Instant earnsSince,
        String zone,
        List<EarningRuleResponse> earningRules) {

    static ProgramResponse from(Program program) {
        return new ProgramResponse(
                program.key().value(),
                program.name(),
                program.currency(),
                program.enrolment().name().toLowerCase(Locale.ROOT),
                program.earnsSince(),
                program.zone().getId(),
                program.earningRules().stream().map(EarningRuleResponse::from).toList());
    }
}
