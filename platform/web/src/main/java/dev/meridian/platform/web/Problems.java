package dev.meridian.platform.web;

import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemType;
import dev.meridian.platform.security.RefusalWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Turns problems into answers in the caller's language. */
public final class Problems implements RefusalWriter {

    private static final String ANSWERED = Problems.class.getName() + ".answered";
    private static final String TYPE_PREFIX = "https://meridian.dev/problems/";
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String RETRY_SECONDS = "2";

    private final ProblemTexts texts;
    private final LocaleResolver locales;
    private final JsonMapper json;

    Problems(ProblemTexts texts, LocaleResolver locales, JsonMapper json) {
        this.texts = texts;
        this.locales = locales;
        this.json = json;
    }

    /** The whole answer: status, media type, body, and when to try again where that is worth it. */
    public ResponseEntity<ProblemBody> answer(Problem problem) {
        remember(problem.type());
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.type().status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (worthWaiting(problem)) {
            answer = answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.body(body(problem));
    }

    /** The problem in words, to put into an answer about several items. */
    public ProblemBody body(Problem problem) {
        return body(problem, LocaleContextHolder.getLocale(), MDC.get(RequestIdFilter.MDC_KEY));
    }

    @Override
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body =
                json.writeValueAsBytes(body(problem, locales.resolveLocale(request), RequestIdFilter.idOf(request)));
        response.setStatus(problem.type().status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (worthWaiting(problem)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private ProblemBody body(Problem problem, Locale locale, @Nullable String requestId) {
        return new ProblemBody(
                TYPE_PREFIX + problem.type().code(),
                texts.title(problem.type(), locale),
                problem.type().status(),
                texts.detail(problem.type(), problem.arguments(), locale),
                problem.type().code(),
                requestId,
                problem.type().retryable(),
                problem.errors().stream()
                        .map(error -> new ProblemBody.Field(error.pointer(), error.code(), texts.field(error, locale)))
                        .toList());
    }

    /** The kind of problem this request was answered with; null when it was none. */
    static @Nullable ProblemType answered(HttpServletRequest request) {
        return request.getAttribute(ANSWERED) instanceof ProblemType type ? type : null;
    }

    private static void remember(ProblemType type) {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes != null) {
            attributes.setAttribute(ANSWERED, type, RequestAttributes.SCOPE_REQUEST);
        }
    }

    private static boolean worthWaiting(Problem problem) {
        int status = problem.type().status();
        return problem.type().retryable() || status == SERVICE_UNAVAILABLE || status == TOO_MANY_REQUESTS;
    }
}
