package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Member;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points a member is due.
 *
 * @param transactionId of the transaction this becomes
 * @param businessKey what may be posted once, for ever
 * @param currency what is earned
 * @param points at least one
 * @param brand who issues the points
 * @param brandCustomer by which of its customers, as the brand knows them
 * @param occurredAt when what caused it happened
 * @param postedAt when it is entered
 * @param day of the programme on which it is entered
 * @param expiresAt when the points end; null when they do not
 */
public record PointsCredit(
        UUID transactionId,
        String businessKey,
        Member member,
        String currency,
        long points,
        Brand brand,
        CustomerId brandCustomer,
        Cause cause,
        Instant occurredAt,
        Instant postedAt,
        LocalDate day,
        @Nullable Instant expiresAt) {}
