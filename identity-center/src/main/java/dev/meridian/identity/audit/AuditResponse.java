package dev.meridian.identity.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
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
        String hash) {

    static AuditResponse from(AuditRecord kept) {
        Actor actor = kept.actor();
        return new AuditResponse(
                kept.brand(),
                kept.position(),
                kept.recordedAt(),
                new ActorResponse(actor.kind().wireName(), actor.issuer(), actor.client(), actor.account()),
                kept.action(),
                new SubjectResponse(kept.subjectKind(), kept.subject()),
                kept.before(),
                kept.after(),
                kept.requestId(),
                kept.hash().toString());
    }

    record ActorResponse(
            String kind,
            @Nullable String issuer,
            @Nullable String client,
            @Nullable String account) {}

    record SubjectResponse(String kind, String id) {}
}
