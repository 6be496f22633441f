package dev.meridian.identity.clients;

import dev.meridian.identity.access.GroupCallers;
import dev.meridian.identity.names.NameProblem;
import dev.meridian.platform.kernel.FieldError;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.security.Caller;
import dev.meridian.platform.web.Cursor;
import dev.meridian.platform.web.PageRequest;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API clients over HTTP. */
@RestController
@RequestMapping("/api/clients")
final class ClientsController {

    private final ApiClients clients;

    ClientsController(ApiClients clients) {
        this.clients = clients;
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

    @PutMapping("/{id}")
    ResponseEntity<ClientResponse> put(
            @PathVariable String id, @Valid @RequestBody ClientRequest request, Caller caller) {
        GroupCallers.require(caller);
        return switch (clients.register(request.toCommand(clientId(id)))) {
            // The only answer with a secret; it must not be kept anywhere on its way.
            case RegisterOutcome.Created(ApiClient client, ClientSecret secret) ->
                ResponseEntity.status(HttpStatus.CREATED)
                        .cacheControl(CacheControl.noStore())
                        .body(ClientResponse.created(client, secret));
            case RegisterOutcome.Changed(ApiClient client) -> ResponseEntity.ok(ClientResponse.from(client));
            case RegisterOutcome.OfAnotherBrand() ->
                throw new ProblemException(Problem.of(ClientProblem.CLIENT_OF_ANOTHER_BRAND));
            case RegisterOutcome.IdTaken() -> throw new ProblemException(Problem.of(NameProblem.CLIENT_ID_TAKEN));
            case RegisterOutcome.UnknownBrand() -> throw invalid("/brand", "unknown_value");
        };
    }

    private static ClientId clientId(String id) {
        try {
            return new ClientId(id);
        } catch (IllegalArgumentException malformed) {
            throw invalid("/id", "invalid_format");
        }
    }

    private static ProblemException invalid(String pointer, String code) {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError(pointer, code))));
    }
}
