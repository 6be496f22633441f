package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** A customer, by the id customer-center gave. */
public record CustomerId(UUID value) implements TypedId {}
