package dev.meridian.gateway.edge;

import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refuses bodies that are too large: at once where the length is announced, and while it streams where it is not, so
 * that a body without a length cannot pass.
 */
@Component
final class BodyLimit implements WebFilter, Ordered {

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
        if (request.getHeaders().getContentLength() > limit) {
            return Mono.error(tooLarge());
        }
        return chain.filter(
                exchange.mutate().request(new CountedRequest(request, limit)).build());
    }

    private static ProblemException tooLarge() {
        return new ProblemException(Problem.of(StandardProblem.PAYLOAD_TOO_LARGE));
    }

    private static final class CountedRequest extends ServerHttpRequestDecorator {

        private final long limit;

        CountedRequest(ServerHttpRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong seen = new AtomicLong();
            return super.getBody().handle((buffer, sink) -> {
                if (seen.addAndGet(buffer.readableByteCount()) > limit) {
                    DataBufferUtils.release(buffer);
                    sink.error(tooLarge());
                } else {
                    sink.next(buffer);
                }
            });
        }
    }
}
