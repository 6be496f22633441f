package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.interactions.Interactions.Position;
import dev.meridian.customer.profile.Profiles;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads timelines in the caller's brand scope. */
@Component
@Transactional(readOnly = true)
class Timeline {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Profiles profiles;
    private final Interactions interactions;

    Timeline(Profiles profiles, Interactions interactions) {
        this.profiles = profiles;
        this.interactions = interactions;
    }

    /**
     * One page, newest first.
     *
     * @throws ProblemException {@code not_found} for a customer of whom the caller sees nothing; {@code invalid_cursor}
     */
    Page<Interactions.Entry> of(CustomerId id, PageRequest page) {
        String cursor = page.cursor();
        Position from = cursor == null ? Interactions.NEWEST : position(cursor);
        Profiles.VisibleCustomer customer =
                profiles.visible(id).orElseThrow(() -> new ProblemException(Problem.of(StandardProblem.NOT_FOUND)));
        List<Interactions.Entry> entries = interactions.timeline(customer.sourceProfiles(), from, page.limit() + 1);
        return Page.of(
                entries,
                page.limit(),
                last -> Cursor.encode(
                        last.occurredAt().toString(), last.interactionId().toString()));
    }

    /** An instant that an interaction can have: PostgreSQL does not take every one that Java has. */
    private static Instant instant(String text) {
        Instant instant = Instant.parse(text);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("Not the instant of an interaction");
        }
        return instant;
    }

    private static Position position(String cursor) {
        List<String> parts = Cursor.decode(cursor, 2);
        Instant occurredAt = Cursor.part(parts.get(0), Timeline::instant);
        return new Position(occurredAt.toString(), Cursor.part(parts.get(1), UUID::fromString));
    }
}
