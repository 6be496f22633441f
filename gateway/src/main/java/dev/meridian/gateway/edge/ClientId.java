package dev.meridian.gateway.edge;

import java.util.Optional;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The API client behind a request: what its verified token says, empty where there is none. */
final class ClientId {

    private static final String AUTHORIZED_PARTY = "azp";

    private ClientId() {}

    static Mono<String> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(JwtAuthenticationToken.class)
                .mapNotNull(token -> Optional.ofNullable(token.getToken().getClaimAsString(AUTHORIZED_PARTY))
                        .orElse(token.getName()));
    }
}
