package dev.meridian.membership.enrolment;

import dev.meridian.membership.programs.ProgramKey;
import java.time.Instant;

/** A membership that was not merged away. */
public record Member(MemberId id, ProgramKey program, CustomerId customer, Instant enrolledAt) {}
