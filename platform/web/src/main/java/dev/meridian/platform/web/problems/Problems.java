package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemBody;
import dev.meridian.platform.problems.ProblemTexts;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.RequestId;
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

    private static final String REQUEST_ID = Problems.class.getName() + ".requestId";
    private static final String ANSWERED = Problems.class.getName() + ".answered";

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
        return ResponseEntity.status(problem.type().status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .headers(headers -> {
                    headers.setContentLanguage(LocaleContextHolder.getLocale());
                    problem.type()
                            .retryAfterSeconds()
                            .ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
                })
                .body(body(problem));
    }

    /** The problem in words, to put into an answer about several items. */
    public ProblemBody body(Problem problem) {
        return texts.body(problem, LocaleContextHolder.getLocale(), MDC.get(RequestId.LOG_KEY));
    }

    @Override
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Locale language = locales.resolveLocale(request);
        byte[] body = json.writeValueAsBytes(texts.body(problem, language, requestId(request)));
        response.setStatus(problem.type().status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
        problem.type()
                .retryAfterSeconds()
                .ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Notes the id of a request, for the answers that are written outside of any controller. */
    public static void identify(HttpServletRequest request, String requestId) {
        request.setAttribute(REQUEST_ID, requestId);
    }

    /** The id of a request; null where it was refused before it got one. */
    private static @Nullable String requestId(HttpServletRequest request) {
        return request.getAttribute(REQUEST_ID) instanceof String id ? id : null;
    }

    /** The kind of problem this request was answered with; null when it was none. */
    public static @Nullable ProblemType answered(HttpServletRequest request) {
        return request.getAttribute(ANSWERED) instanceof ProblemType type ? type : null;
    }

    private static void remember(ProblemType type) {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes != null) {
            attributes.setAttribute(ANSWERED, type, RequestAttributes.SCOPE_REQUEST);
        }
    }
}
