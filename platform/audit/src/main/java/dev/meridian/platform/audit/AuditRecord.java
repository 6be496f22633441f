package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * An administrative act as it is kept.
 *
 * @param format which of its fields the hash is over
 * @param brand whose chain it is in: a brand's key, or {@code *}
 * @param position its place there, from 1
 * @param recordedAt when, to the microsecond
 * @param before JSON; null where there was nothing
 * @param after JSON; null where nothing is left
 * @param previous the hash of the record before it
 * @param hash its own
 */
record AuditRecord(
        int format,
        String brand,
        long position,
        Instant recordedAt,
        Actor actor,
        String action,
        String subjectKind,
        String subject,
        @Nullable String before,
        @Nullable String after,
        Request request,
        Hash previous,
        Hash hash) {

    /**
     * The request that did it. An id that the caller chose says no more than the caller wants it to: it may be that of
     * somebody else's request.
     *
     * @param id its id, in the log lines of everything that took part; null where no request did it
     * @param origin who chose the id: {@code caller} or {@code meridian}; null where that was not written down
     */
    record Request(@Nullable String id, @Nullable String origin) {

        /** The one that this thread answers. */
        static Request current() {
            String id = MDC.get(RequestId.LOG_KEY);
            return new Request(id, id == null ? null : MDC.get(RequestId.ORIGIN_LOG_KEY));
        }
    }

    /** Without the scope of the actor and the origin of the request's id. */
    static final int FIRST_FORMAT = 1;

    /** Over every field. */
    static final int FORMAT = 2;

    /** The record that comes next in a chain. */
    static AuditRecord chained(
            ChainHead head, Instant now, Act act, @Nullable String before, @Nullable String after, Request request) {
        AuditRecord open = new AuditRecord(
                FORMAT,
                head.brand(),
                head.position() + 1,
                now,
                act.actor(),
                act.action(),
                act.subjectKind(),
                act.subject(),
                before,
                after,
                request,
                head.hash(),
                Hash.none());
        return open.closed();
    }

    /** The same with the hash over its content. */
    AuditRecord closed() {
        return new AuditRecord(
                format,
                brand,
                position,
                recordedAt,
                actor,
                action,
                subjectKind,
                subject,
                before,
                after,
                request,
                previous,
                computed());
    }

    /** The hash that a record of this content has. */
    Hash computed() {
        @Nullable
        String[] first = {
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
            request.id()
        };
        if (format == FIRST_FORMAT) {
            return Hash.after(previous, first);
        }
        BrandScope scope = actor.scope();
        return Hash.after(
                Hash.after(previous, first),
                Integer.toString(format),
                scope == null ? null : scope.databaseValue(),
                request.origin());
    }
}
