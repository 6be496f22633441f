package dev.meridian.tag.members;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One of a customer's segments on the wire. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CustomerSegmentResponse(
        String key,
        String name,
        String scope,
        @Nullable Instant since,
        @Nullable Instant validUntil) {

    static CustomerSegmentResponse from(MemberQueries.Membership membership) {
        return new CustomerSegmentResponse(
                membership.key(), membership.name(), membership.scope(), membership.since(), membership.validUntil());
    }
}
