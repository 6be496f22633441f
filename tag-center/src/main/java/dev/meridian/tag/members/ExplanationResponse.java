package dev.meridian.tag.members;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.meridian.tag.rules.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An explanation on the wire. */
record ExplanationResponse(
        UUID customerId,
        String segment,
        Instant asOf,
        boolean in,
        @Nullable Instant validUntil,
        boolean partial,
        Node evidence) {

    static ExplanationResponse from(Members.Explanation explanation) {
        return new ExplanationResponse(
                explanation.customer().value(),
                explanation.segment().key().value(),
                explanation.asOf(),
                explanation.evaluation().in(),
                explanation.evaluation().validUntil(),
                explanation.partial(),
                Node.from(explanation.evaluation().evidence()));
    }

    /** One condition: groups have children, attributes and activities have an expectation and what was found. */
    @JsonInclude(Include.NON_NULL)
    record Node(
            Map<String, Object> condition,
            boolean pass,
            @Nullable Map<String, Object> expected,
            @JsonInclude(Include.NON_NULL) @Nullable Object actual,
            @Nullable List<UUID> interactionIds,
            @Nullable Integer interactionCount,
            @Nullable Instant flipsAt,
            @Nullable List<Node> children) {

        static Node from(Evidence evidence) {
            boolean activity = evidence.condition().containsKey("activity");
            List<Node> children = evidence.children().isEmpty()
                    ? null
                    : evidence.children().stream().map(Node::from).toList();
            return new Node(
                    evidence.condition(),
                    evidence.pass(),
                    evidence.expected(),
                    evidence.actual(),
                    activity ? evidence.interactionIds() : null,
                    activity ? evidence.interactionCount() : null,
                    evidence.flipsAt(),
                    children);
        }
    }
}
