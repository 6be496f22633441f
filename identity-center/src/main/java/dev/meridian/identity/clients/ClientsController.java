package dev.meridian.identity.clients;

import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.access.GroupCallers;
import dev.meridian.identity.brands.Channel;
import dev.meridian.identity.names.ClientId;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API clients over HTTP. */
@RestController
@RequestMapping("/api/clients")
final class ClientsController {

    private final ApiClients clients;
    private final ClientRegistration registration;
    private final ClientLifecycle lifecycle;

    ClientsController(ApiClients clients, ClientRegistration registration, ClientLifecycle lifecycle) {
        this.clients = clients;
        this.registration = registration;
        this.lifecycle = lifecycle;
    }

    @GetMapping
    Page<ClientResponse> list(PageRequest page) {
        String after =
                page.cursor() == null ? null : Cursor.decode(page.cursor(), 1).getFirst();
        return Page.of(
                        clients.page(after, page.limit() + 1),
                        page.limit(),
                        last -> Cursor.encode(last.id().value()))
                .map(ClientResponse::from);
    }

    @GetMapping("/{id}")
    ClientResponse get(@PathVariable String id) {
        return clients.find(known(id)).map(ClientResponse::from).orElseThrow(ClientsController::notFound);
    }

    @PutMapping("/{id}")
    ResponseEntity<ClientResponse> put(
            @PathVariable String id, @Valid @RequestBody ClientRequest request, Caller caller) {
        GroupCallers.require(caller);
        return answer(registration.register(request.toCommand(wellFormed(id)), caller), HttpStatus.OK);
    }

    @PostMapping("/{id}/approval")
    ResponseEntity<ClientResponse> approve(
            @PathVariable String id, @Valid @RequestBody ApprovalRequest request, Caller caller) {
        GroupCallers.require(caller);
        return answer(registration.approve(known(id), Set.copyOf(request.scopes()), caller), HttpStatus.OK);
    }

    @PostMapping("/{id}/disable")
    ResponseEntity<ClientResponse> disable(@PathVariable String id, Caller caller) {
        GroupCallers.require(caller);
        return answer(lifecycle.disable(known(id), caller), HttpStatus.OK);
    }

    @PostMapping("/{id}/enable")
    ResponseEntity<ClientResponse> enable(@PathVariable String id, Caller caller) {
        GroupCallers.require(caller);
        return answer(lifecycle.enable(known(id), caller), HttpStatus.OK);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, Caller caller) {
        GroupCallers.require(caller);
        ResponseEntity<ClientResponse> last = answer(lifecycle.delete(known(id), caller), HttpStatus.NO_CONTENT);
        return ResponseEntity.status(last.getStatusCode()).build();
    }

    @PostMapping("/{id}/secrets")
    ResponseEntity<ClientResponse> issueSecret(
            @PathVariable String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Caller caller) {
        GroupCallers.require(caller);
        return answer(lifecycle.issueSecret(known(id), key, caller), HttpStatus.CREATED);
    }

    @DeleteMapping("/{id}/secrets/{number}")
    ResponseEntity<ClientResponse> retireSecret(@PathVariable String id, @PathVariable String number, Caller caller) {
        GroupCallers.require(caller);
        return answer(lifecycle.retireSecret(known(id), generation(number), caller), HttpStatus.OK);
    }

    private static ResponseEntity<ClientResponse> answer(ClientOutcome outcome, HttpStatus done) {
        return switch (outcome) {
            case ClientOutcome.Created created -> answer(created.client(), created.secret(), HttpStatus.CREATED);
            case ClientOutcome.Done as -> answer(as.client(), as.secret(), done);
            case ClientOutcome.UnknownBrand() -> throw invalid("/brand", "unknown_value");
            case ClientOutcome.NotFound() -> throw notFound();
            case ClientOutcome.Refused(ProblemType reason) -> throw new ProblemException(Problem.of(reason));
        };
    }

    private static ResponseEntity<ClientResponse> answer(
            ApiClient client, ClientOutcome.@Nullable Told told, HttpStatus status) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (told != null) {
            // An answer with a secret must not be kept anywhere on its way.
            answer = answer.cacheControl(CacheControl.noStore());
        }
        return answer.body(ClientResponse.from(client, told));
    }

    private static ClientId wellFormed(String id) {
        try {
            return new ClientId(id);
        } catch (IllegalArgumentException malformed) {
            throw invalid("/id", "invalid_format");
        }
    }

    /** What cannot be an id is not there. */
    private static ClientId known(String id) {
        try {
            return new ClientId(id);
        } catch (IllegalArgumentException malformed) {
            throw notFound();
        }
    }

    private static int generation(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException malformed) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    private static ProblemException invalid(String pointer, String code) {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError(pointer, code))));
    }

    /**
     * A client to be registered.
     *
     * @param brand a brand's key, or {@code *} for the group
     * @param channel the channel its calls come through
     * @param scopes what it may do
     */
    record ClientRequest(
            @NotNull @Pattern(regexp = "\\*|[a-z][a-z0-9-]{1,31}")
            String brand,

            @NotNull @Pattern(regexp = Channel.KEY_PATTERN) String channel,
            @NotEmpty List<@NotNull ApiScope> scopes) {

        RegisterClient toCommand(ClientId id) {
            return new RegisterClient(id, BrandScope.parse(brand), channel, Set.copyOf(scopes));
        }
    }

    /** An approval: the scopes the approver means. */
    record ApprovalRequest(@NotEmpty List<@NotNull ApiScope> scopes) {}
}
