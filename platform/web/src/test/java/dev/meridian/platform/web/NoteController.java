package dev.meridian.platform.web;

import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.problems.Problems;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
public class NoteController {

    enum NoteProblem implements ProblemType {
        NOTE_REFUSED(409, false),
        NOTE_WAITS(409, true);

        private final int status;
        private final boolean retryable;

        NoteProblem(int status, boolean retryable) {
            this.status = status;
            this.retryable = retryable;
        }

        @Override
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public boolean retryable() {
            return retryable;
        }
    }

    record NoteResponse(UUID id, String text) {}

    private final JdbcClient jdbc;
    private final TimeOrderedIds ids;
    private final Problems problems;
    private final TransactionTemplate transactions;
    private final NoteGate gate;

    NoteController(
            JdbcClient jdbc,
            TimeOrderedIds ids,
            Problems problems,
            PlatformTransactionManager transactions,
            NoteGate gate) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.problems = problems;
        this.transactions = new TransactionTemplate(transactions);
        this.gate = gate;
    }

    @PostMapping("/notes")
    @Transactional
    ResponseEntity<?> add(Caller caller, @RequestBody NoteRequest request) {
        UUID id = ids.next();
        jdbc.sql("insert into note (id, brand, text) values (:id, :brand, :text)")
                .param("id", id)
                .param("brand", caller.requireBrand().key())
                .param("text", request.text())
                .update();
        gate.pass(request.text());
        return switch (request.text()) {
            case "refuse by value" -> problems.answer(Problem.of(NoteProblem.NOTE_REFUSED, "its text"));
            case "refuse by exception" -> throw new ProblemException(Problem.of(NoteProblem.NOTE_REFUSED, "its text"));
            case "refuse for now" -> problems.answer(Problem.of(NoteProblem.NOTE_WAITS));
            case "refuse as invalid" -> throw new ProblemException(Problem.of(StandardProblem.INVALID_REQUEST));
            case "tell a secret" ->
                ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new NoteResponse(id, "secret"));
            case "break" -> throw new IllegalStateException("phone 13800138000 is broken");
            default ->
                ResponseEntity.created(URI.create("/api/notes/" + id))
                        .eTag("\"1\"")
                        .body(new NoteResponse(id, request.text()));
        };
    }

    /** Waits outside any transaction, as a call does that waits for another server. */
    @PostMapping("/notes/waiting")
    ResponseEntity<NoteResponse> waiting(@RequestBody NoteRequest request) {
        gate.pass(request.text());
        if (request.text().equals("break")) {
            throw new IllegalStateException("the other server is gone");
        }
        return ResponseEntity.accepted().body(new NoteResponse(ids.next(), request.text()));
    }

    /** Swallows the failure of an inner transaction, which dooms the outer one. */
    @PostMapping("/notes/doomed")
    ResponseEntity<String> doomed(Caller caller) {
        try {
            transactions.executeWithoutResult(transaction -> {
                throw new IllegalStateException("inner");
            });
        } catch (IllegalStateException e) {
            return ResponseEntity.ok("{}");
        }
        throw new IllegalStateException("unreachable");
    }

    @PutMapping("/notes/{id}")
    ResponseEntity<NoteResponse> replace(@PathVariable UUID id, @RequestBody NoteRequest request) {
        return ResponseEntity.ok(new NoteResponse(id, request.text()));
    }

    @GetMapping("/notes/{id}")
    @Transactional(readOnly = true)
    public NoteResponse one(@PathVariable UUID id) {
        return jdbc.sql("select id, text from note where id = :id")
                .param("id", id)
                .query((row, number) -> new NoteResponse(row.getObject("id", UUID.class), row.getString("text")))
                .optional()
                .orElseThrow(() -> new ProblemException(Problem.of(StandardProblem.NOT_FOUND)));
    }

    @GetMapping("/notes")
    @Transactional(readOnly = true)
    public Page<NoteResponse> list(PageRequest page) {
        UUID after = page.cursor() == null
                ? new UUID(0, 0)
                : Cursor.part(Cursor.decode(page.cursor(), 1).getFirst(), UUID::fromString);
        List<NoteResponse> rows = jdbc.sql("select id, text from note where id > :after order by id limit :limit")
                .param("after", after)
                .param("limit", page.limit() + 1)
                .query((row, number) -> new NoteResponse(row.getObject("id", UUID.class), row.getString("text")))
                .list();
        return Page.of(rows, page.limit(), note -> Cursor.encode(note.id().toString()));
    }

    /** Reads without a transaction, as no storage should. */
    @GetMapping("/notes/unscoped")
    int countWithoutTransaction() {
        return jdbc.sql("select count(*) from note").query(Integer.class).single();
    }

    @GetMapping("/failures/database")
    void database() {
        throw new DataAccessResourceFailureException("down");
    }

    @GetMapping("/failures/slow")
    @Transactional
    public void slow() {
        jdbc.sql("set local statement_timeout = 50").update();
        jdbc.sql("select count(*) from (select pg_sleep(5)) sleep")
                .query(Integer.class)
                .single();
    }

    @GetMapping("/failures/bug")
    void bug() {
        throw new IllegalStateException("phone 13800138000 is broken", new IllegalArgumentException("secret"));
    }

    @GetMapping("/failures/parameter")
    String parameter(@RequestParam int wanted) {
        return Integer.toString(wanted);
    }

    /** Lets a test hold a request in the middle of its transaction. */
    @org.springframework.stereotype.Component
    public static class NoteGate {

        public static final String HELD = "held";

        private volatile CountDownLatch entered = new CountDownLatch(1);
        private volatile CountDownLatch open = new CountDownLatch(1);

        public CountDownLatch entered() {
            return entered;
        }

        public void open() {
            open.countDown();
        }

        public void close() {
            entered = new CountDownLatch(1);
            open = new CountDownLatch(1);
        }

        void pass(String text) {
            if (text.equals(HELD)) {
                entered.countDown();
                try {
                    boolean opened = open.await(10, java.util.concurrent.TimeUnit.SECONDS);
                    assert opened;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
