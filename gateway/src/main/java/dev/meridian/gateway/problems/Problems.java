package dev.meridian.gateway.problems;

import dev.meridian.gateway.edge.RequestId;
import dev.meridian.platform.kernel.ProblemType;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
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

    private static final String TYPE_PREFIX = "https://meridian.dev/problems/";
    private static final String RETRY_AFTER_SECONDS = "1";

    private final MessageSource texts;
    private final JsonMapper json;

    public Problems(MessageSource texts, JsonMapper json) {
        this.texts = texts;
        this.json = json;
    }

    /** Writes the problem; completes when it is written. The response must not be committed yet. */
    public Mono<Void> answer(ServerWebExchange exchange, ProblemType problem) {
        ServerHttpResponse response = exchange.getResponse();
        Locale language = language(exchange.getRequest().getHeaders());
        ProblemBody body = new ProblemBody(
                TYPE_PREFIX + problem.code(),
                text(problem, "title", language),
                problem.status(),
                text(problem, "detail", language),
                problem.code(),
                RequestId.of(exchange),
                problem.retryable(),
                List.of());
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLanguage(language);
        headers.setCacheControl("no-store");
        if (problem.retryable()) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        byte[] bytes = json.writeValueAsBytes(body);
        headers.setContentLength(bytes.length);
        DataBuffer buffer = response.bufferFactory().wrap(bytes);
        return response.writeWith(Mono.just(buffer));
    }

    private String text(ProblemType problem, String part, Locale language) {
        return texts.getMessage("problem." + problem.code() + "." + part, null, language);
    }

    /** The first language the caller asks for that there are texts in; English where there is none. */
    private static Locale language(HttpHeaders headers) {
        List<Locale> wanted;
        try {
            wanted = headers.getAcceptLanguageAsLocales();
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
        for (Locale locale : wanted) {
            if (locale.getLanguage().equals(Locale.CHINESE.getLanguage())) {
                return Locale.SIMPLIFIED_CHINESE;
            }
            if (locale.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
                return Locale.ENGLISH;
            }
        }
        return Locale.ENGLISH;
    }
}
