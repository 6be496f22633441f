package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record of administrative acts over HTTP. */
@RestController
final class AuditController {

    private static final int CURSOR_PARTS = 3;
    /** What the database can hold, with room to spare; nothing was recorded outside. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final JdbcAudit storage;
    private final TransactionTemplate transactions;

    AuditController(JdbcAudit storage, TransactionTemplate transactions) {
        this.storage = storage;
        this.transactions = transactions;
    }

    /** Each center has an address of its own, so that the gateway knows whom to ask. */
    @GetMapping("${meridian.audit.path:/api/audit}")
    Page<AuditResponse> list(
            @RequestParam(required = false) @Nullable String brand,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String client,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            PageRequest page,
            Caller caller) {
        AuditQuery query = new AuditQuery(
                caller.brand().map(Brand::key).orElse(null),
                chain(brand, caller),
                text(subject, "subject"),
                text(action, "action"),
                text(client, "client"),
                instant(from, "from"),
                instant(to, "to"),
                page.cursor() == null ? null : place(page.cursor()));
        List<AuditRecord> found = transactions.execute(_ -> storage.find(query, page.limit() + 1));
        return Page.of(found == null ? List.of() : found, page.limit(), AuditController::cursor)
                .map(record -> AuditResponse.of(record, caller.scope()));
    }

    /** A brand's administrator reads that brand's chain; asking for another shows what it shows of none. */
    private static @Nullable String chain(@Nullable String wanted, Caller caller) {
        if (caller.scope() instanceof BrandScope.OneBrand(Brand own)) {
            if (wanted != null && !wanted.equals(own.key())) {
                throw new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
            }
            return own.key();
        }
        return text(wanted, "brand");
    }

    private static @Nullable String text(@Nullable String given, String name) {
        if (given != null && given.indexOf('\u0000') >= 0) {
            throw invalid(name);
        }
        return given;
    }

    private static @Nullable Instant instant(@Nullable String given, String name) {
        if (given == null) {
            return null;
        }
        try {
            return recorded(given);
        } catch (DateTimeException | IllegalArgumentException malformed) {
            throw invalid(name);
        }
    }

    private static Instant recorded(String given) {
        Instant instant = Instant.parse(given);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("Nothing is recorded outside of these years");
        }
        return instant;
    }

    private static String cursor(AuditRecord last) {
        return Cursor.encode(last.recordedAt().toString(), last.brand(), Long.toString(last.position()));
    }

    private static AuditQuery.Place place(String cursor) {
        List<String> parts = Cursor.decode(cursor, CURSOR_PARTS);
        return new AuditQuery.Place(
                Cursor.part(parts.get(0), AuditController::recorded),
                Cursor.part(parts.get(1), written -> BrandScope.parse(written).databaseValue()),
                Cursor.part(parts.get(2), Long::valueOf));
    }

    private static ProblemException invalid(String name) {
        return new ProblemException(Problem.invalid(
                StandardProblem.INVALID_REQUEST, List.of(new FieldError("/" + name, "invalid_format"))));
    }
}
