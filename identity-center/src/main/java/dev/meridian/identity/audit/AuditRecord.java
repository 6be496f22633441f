package dev.meridian.identity.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An administrative act as it is kept.
 *
 * @param brand whose chain it is in: a brand's key, or {@code *}
 * @param position its place there, from 1
 * @param recordedAt when, to the microsecond
 * @param before JSON; null where there was nothing
 * @param after JSON; null where nothing is left
 * @param requestId the request that did it; null where there was none
 * @param previous the hash of the record before it
 * @param hash its own
 */
record AuditRecord(
        String brand,
        long position,
        Instant recordedAt,
        Actor actor,
        String action,
        String subjectKind,
        String subject,
        @Nullable String before,
        @Nullable String after,
        @Nullable String requestId,
        Hash previous,
        Hash hash) {

    /** The record that comes next in a chain. */
    static AuditRecord chained(
            ChainHead head,
            Instant now,
            Actor actor,
            String action,
            String subjectKind,
            String subject,
            @Nullable String before,
            @Nullable String after,
            @Nullable String requestId) {
        AuditRecord open = new AuditRecord(
                head.brand(),
                head.position() + 1,
                now,
                actor,
                action,
                subjectKind,
                subject,
                before,
                after,
                requestId,
                head.hash(),
                Hash.none());
        return new AuditRecord(
                open.brand,
                open.position,
                now,
                actor,
                action,
                subjectKind,
                subject,
                before,
                after,
                requestId,
                head.hash(),
                open.computed());
    }

    /** The hash that a record of this content has. */
    Hash computed() {
        return Hash.after(
                previous,
                brand,
                Long.toString(position),
                recordedAt.toString(),
                actor.kind().wireName(),
                actor.issuer(),
                actor.client(),
                actor.account(),
                action,
                subjectKind,
                subject,
                before,
                after,
                requestId);
    }
}
