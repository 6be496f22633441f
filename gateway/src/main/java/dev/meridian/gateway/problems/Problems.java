package dev.meridian.gateway.problems;

import dev.meridian.gateway.edge.RequestIdFilter;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemTexts;
import java.util.Locale;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests with problem documents. */
public final class Problems {

    private final ProblemTexts texts;
    private final JsonMapper json;

    public Problems(ProblemTexts texts, JsonMapper json) {
        this.texts = texts;
        this.json = json;
    }

    /** Writes the problem; completes when it is written. The response must not be committed yet. */
    public Mono<Void> answer(ServerWebExchange exchange, Problem problem) {
        ServerHttpResponse response = exchange.getResponse();
        Locale language =
                ProblemTexts.language(exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE));
        byte[] bytes = json.writeValueAsBytes(texts.body(problem, language, RequestIdFilter.of(exchange)));
        response.setStatusCode(HttpStatusCode.valueOf(problem.type().status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLanguage(language);
        headers.setCacheControl("no-store");
        problem.type()
                .retryAfterSeconds()
                .ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
        headers.setContentLength(bytes.length);
        DataBuffer buffer = response.bufferFactory().wrap(bytes);
        return response.writeWith(Mono.just(buffer));
    }
}
