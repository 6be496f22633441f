package dev.meridian.gateway.edge;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.net.InetSocketAddress;
import java.util.List;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What can be reached from where: callers reach the interfaces, their documents and the console, and whoever watches
 * the gateway reaches its health and its figures on another port. The framework would offer either on both.
 */
@Component
final class OpenDoors implements WebFilter, Ordered, ApplicationListener<WebServerInitializedEvent> {

    private static final List<String> FOR_CALLERS = List.of("/api", "/docs", "/console");
    private static final List<String> FOR_WATCHERS = List.of("/actuator");
    private static final String MANAGEMENT = "management";
    private static final int UNKNOWN = -1;

    private volatile int managementPort = UNKNOWN;

    @Override
    public int getOrder() {
        return EdgeOrder.OPEN_DOORS;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent started) {
        if (MANAGEMENT.equals(started.getApplicationContext().getServerNamespace())) {
            managementPort = started.getWebServer().getPort();
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        InetSocketAddress reached = exchange.getRequest().getLocalAddress();
        boolean watching = reached != null && reached.getPort() == managementPort;
        String path = exchange.getRequest().getPath().value();
        for (String door : watching ? FOR_WATCHERS : FOR_CALLERS) {
            if (path.equals(door) || path.startsWith(door + "/")) {
                return chain.filter(exchange);
            }
        }
        return Mono.error(new ProblemException(Problem.of(StandardProblem.NOT_FOUND)));
    }
}
