package dev.meridian.membership.programs;

import java.util.List;
import java.util.Locale;

/** A programme on the wire. */
record ProgramResponse(
        String key, String name, String currency, String enrolment, List<EarningRuleResponse> earningRules) {

    static ProgramResponse from(Program program) {
        return new ProgramResponse(
                program.key().value(),
                program.name(),
                program.currency(),
                program.enrolment().name().toLowerCase(Locale.ROOT),
                program.earningRules().stream().map(EarningRuleResponse::from).toList());
    }
}
