package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.programs.ProgramKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Everything one member has goes to another, because the two are one person.
 *
 * @param mergeId the merge of customers; what it moves, it moves once
 */
record Transfer(
        UUID mergeId,
        ProgramKey program,
        MemberId from,
        MemberId to,
        Instant occurredAt,
        Instant postedAt,
        LocalDate day) {}
