package dev.meridian.gateway.overview;

import dev.meridian.gateway.overview.OverviewComposer.NoProfile;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The composed view over HTTP. */
@RestController
final class OverviewController {

    private final OverviewComposer composer;

    OverviewController(OverviewComposer composer) {
        this.composer = composer;
    }

    @GetMapping("/api/customers/{customerId}/overview")
    Mono<ResponseEntity<?>> overview(@PathVariable String customerId, ServerWebExchange exchange) {
        return composer.compose(exchange, customerId)
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .onErrorResume(NoProfile.class, refused -> passOn(refused.answer()));
    }

    /** Customer-center's refusals are the caller's to see; its failures are not, beyond that there is one. */
    private static Mono<ResponseEntity<?>> passOn(ResponseEntity<byte[]> answer) {
        HttpStatusCode status = answer.getStatusCode();
        if (!status.is4xxClientError()) {
            return Mono.error(new ProblemException(Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE)));
        }
        MediaType type = answer.getHeaders().getContentType();
        return Mono.just(ResponseEntity.status(status)
                .contentType(type == null ? MediaType.APPLICATION_PROBLEM_JSON : type)
                .body(answer.getBody()));
    }
}
