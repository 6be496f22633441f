package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** One customer's membership in one programme. */
public record MemberId(UUID value) implements TypedId {}
