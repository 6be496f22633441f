package dev.meridian.tag.members;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member on the wire. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MemberResponse(
        UUID customerId, @Nullable Instant since, @Nullable Instant validUntil) {

    static MemberResponse from(Members.Member member) {
        return new MemberResponse(member.customer().value(), member.since(), member.validUntil());
    }
}
