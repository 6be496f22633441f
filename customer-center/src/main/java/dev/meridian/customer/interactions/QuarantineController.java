package dev.meridian.customer.interactions;

import dev.meridian.platform.json.JsonBody;
import dev.meridian.platform.json.JsonFields;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemBody;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.problems.Problems;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Events that wait until their schema is mended. */
@RestController
class QuarantineController {

    private static final int RELEASED_AT_ONCE = 200;
    private static final int LONGEST_TYPE = 128;
    private static final int LONGEST_CURSOR = 512;
    private static final int CURSOR_PARTS = 3;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Quarantine quarantine;
    private final Problems problems;

    QuarantineController(Quarantine quarantine, Problems problems) {
        this.quarantine = quarantine;
        this.problems = problems;
    }

    /** @param problem what stands against it by the schemas in force; null if it can be released */
    record WaitingBody(
            UUID id,
            String eventId,
            String type,
            String channel,
            Instant occurredAt,
            Instant quarantinedAt,
            @Nullable ProblemBody problem) {}

    record ReleaseBody(
            int released, List<WaitingBody> kept, @Nullable String nextCursor) {}

    @GetMapping("/api/quarantined-events")
    ResponseEntity<Page<WaitingBody>> list(
            Caller caller, @RequestParam(required = false) @Nullable String type, PageRequest page) {
        Brand brand = caller.requireBrand();
        List<Quarantine.Waiting> rows = quarantine.list(brand, clean(type), after(page.cursor()), page.limit() + 1);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Page.of(rows, page.limit(), last -> cursor(last.place())).map(this::body));
    }

    @PostMapping(path = "/api/quarantined-events/release", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReleaseBody releaseMany(Caller caller, @RequestBody byte[] body) {
        Brand ignored = caller.requireBrand();
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(JsonBody.parse(body), "", errors);
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        fields.refuseOthers(Set.of("type", "cursor"));
        String type = fields.optional("type") == null ? null : fields.text("type", LONGEST_TYPE);
        String cursor = fields.optional("cursor") == null ? null : fields.text("cursor", LONGEST_CURSOR);
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        Quarantine.Release done = quarantine.release(caller, type, after(cursor), RELEASED_AT_ONCE);
        Quarantine.Place last = done.last();
        return new ReleaseBody(
                done.released(), done.kept().stream().map(this::body).toList(), last == null ? null : cursor(last));
    }

    @PostMapping("/api/quarantined-events/{id}/release")
    ReleaseBody release(Caller caller, @PathVariable UUID id) {
        Quarantine.Waiting waited = quarantine.release(caller, id).orElseThrow(this::notFound);
        if (!waited.objections().isEmpty()) {
            throw new ProblemException(Problem.invalid(IngestProblem.STILL_NOT_AS_DECLARED, waited.objections()));
        }
        return new ReleaseBody(1, List.of(), null);
    }

    @DeleteMapping("/api/quarantined-events/{id}")
    ResponseEntity<Void> discard(Caller caller, @PathVariable UUID id) {
        if (!quarantine.discard(caller, id)) {
            throw notFound();
        }
        return ResponseEntity.noContent().build();
    }

    private WaitingBody body(Quarantine.Waiting waiting) {
        AcceptedEvent event = waiting.event();
        return new WaitingBody(
                waiting.id(),
                event.eventId(),
                event.type(),
                event.channel(),
                event.occurredAt(),
                waiting.place().at(),
                waiting.objections().isEmpty()
                        ? null
                        : problems.body(Problem.invalid(StandardProblem.INVALID_REQUEST, waiting.objections())));
    }

    private ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return new ProblemException(Problem.invalid(StandardProblem.INVALID_REQUEST, errors));
    }

    private static @Nullable String clean(@Nullable String type) {
        if (type != null && (type.length() > LONGEST_TYPE || !Texts.isWellFormed(type))) {
            throw invalid(List.of(new FieldError("/type", "invalid_event_type")));
        }
        return type;
    }

    private static String cursor(Quarantine.Place last) {
        return Cursor.encode(
                last.at().toString(), String.valueOf(last.number()), last.id().toString());
    }

    private static Quarantine.@Nullable Place after(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        List<String> parts = Cursor.decode(cursor, CURSOR_PARTS);
        return new Quarantine.Place(
                Cursor.part(parts.get(0), QuarantineController::instant),
                Cursor.part(parts.get(1), Integer::valueOf),
                Cursor.part(parts.get(2), UUID::fromString));
    }

    /** What the database can hold; a cursor may say anything. */
    private static Instant instant(String text) {
        Instant instant = Instant.parse(text);
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("No event was set aside then");
        }
        return instant;
    }
}
