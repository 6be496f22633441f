package dev.meridian.platform.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An audit record on the wire. */
record AuditResponse(
        String brand,
        long position,
        Instant recordedAt,
        ActorResponse actor,
        String action,
        SubjectResponse subject,
        @JsonRawValue @Nullable String before,
        @JsonRawValue @Nullable String after,
        @Nullable String requestId,
        @Nullable String requestIdOrigin,
        String hash) {

    /** As the reader may see it: a brand learns that the group acted, and not who of it. */
    static AuditResponse of(AuditRecord kept, BrandScope reader) {
        Actor actor = kept.actor();
        boolean isTold = !(reader instanceof BrandScope.OneBrand own) || actor.isKnownTo(own.brand());
        return new AuditResponse(
                kept.brand(),
                kept.position(),
                kept.recordedAt(),
                isTold
                        ? new ActorResponse(actor.kind().wireName(), actor.issuer(), actor.client(), actor.account())
                        : ActorResponse.GROUP,
                kept.action(),
                new SubjectResponse(kept.subjectKind(), kept.subject()),
                kept.before(),
                kept.after(),
                isTold ? kept.request().id() : null,
                isTold ? kept.request().origin() : null,
                kept.hash().toString());
    }

    record ActorResponse(
            String kind,
            @Nullable String issuer,
            @Nullable String client,
            @Nullable String account) {

        static final ActorResponse GROUP = new ActorResponse("group", null, null, null);
    }

    record SubjectResponse(String kind, String id) {}
}
