package dev.meridian.gateway.edge;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SortedSet;
import org.springframework.core.Ordered;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import reactor.core.publisher.Mono;

/**
 * What no API document describes is not found, and a known address that is called by another method says which ones it
 * takes. The centers would have to refuse such calls one by one, each behind its own rules about who may do what.
 */
@Component
final class UnknownOperations implements WebFilter, Ordered {

    private static final String DOCUMENTS = "classpath*:/openapi/*.yaml";
    private static final String API = "/api/";

    private final KnownOperations known = new KnownOperations();

    UnknownOperations() {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        try {
            for (Resource document : new PathMatchingResourcePatternResolver().getResources(DOCUMENTS)) {
                try (InputStream text = document.getInputStream()) {
                    known.add(yaml.load(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int getOrder() {
        return EdgeOrder.UNKNOWN_OPERATIONS;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (!path.startsWith(API)) {
            return chain.filter(exchange);
        }
        Optional<SortedSet<String>> methods = known.methodsAt(path);
        if (methods.isEmpty()) {
            return refusal(Problem.of(StandardProblem.NOT_FOUND));
        }
        if (methods.get().contains(exchange.getRequest().getMethod().name())) {
            return chain.filter(exchange);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.ALLOW, String.join(", ", methods.get()));
        return refusal(Problem.of(StandardProblem.METHOD_NOT_ALLOWED));
    }

    private static Mono<Void> refusal(Problem problem) {
        return Mono.error(new ProblemException(problem));
    }
}
