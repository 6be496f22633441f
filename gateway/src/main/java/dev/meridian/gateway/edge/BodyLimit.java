package dev.meridian.gateway.edge;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refuses bodies that are too large: what is announced as too large, and what turns out so while it streams. What was
 * announced is read to its end and thrown away, within bounds, before the refusal is told: many clients read no answer
 * before they have sent everything, and a connection that is closed under them takes the answer with it. What turns out
 * too large is refused at once, so that no center waits for the rest of it; the server reads the rest by itself.
 */
@Component
final class BodyLimit implements WebFilter, Ordered {

    /** How much more than a body's limit is thrown away before the connection is closed after all. */
    private static final long MOST_THROWN_AWAY = DataSize.ofMegabytes(16).toBytes();

    private final BodyProperties properties;

    BodyLimit(BodyProperties properties) {
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return EdgeOrder.BODY_LIMIT;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        long limit = properties.limitAt(request.getPath().value()).toBytes();
        long announced = request.getHeaders().getContentLength();
        if (announced <= limit) {
            return chain.filter(exchange.mutate()
                    .request(new LimitedRequest(request, limit))
                    .build());
        }
        if (announced > limit + MOST_THROWN_AWAY || waitsForLeave(request)) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            return Mono.error(tooLarge(limit));
        }
        return request.getBody().doOnNext(DataBufferUtils::release).then(Mono.error(() -> tooLarge(limit)));
    }

    /** A client that asks before it sends hears the refusal at once, and sends nothing. */
    private static boolean waitsForLeave(ServerHttpRequest request) {
        return request.getHeaders().containsHeader(HttpHeaders.EXPECT);
    }

    private static ProblemException tooLarge(long limit) {
        return new ProblemException(Problem.of(StandardProblem.PAYLOAD_TOO_LARGE, limit));
    }

    private static final class LimitedRequest extends ServerHttpRequestDecorator {

        private final long limit;

        LimitedRequest(ServerHttpRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong seen = new AtomicLong();
            return super.getBody().handle((buffer, sink) -> {
                if (seen.addAndGet(buffer.readableByteCount()) > limit) {
                    DataBufferUtils.release(buffer);
                    sink.error(tooLarge(limit));
                } else {
                    sink.next(buffer);
                }
            });
        }
    }
}
