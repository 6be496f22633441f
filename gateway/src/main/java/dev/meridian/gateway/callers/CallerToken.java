package dev.meridian.gateway.callers;

import dev.meridian.platform.tokens.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A verified token with the caller it stands for. */
public final class CallerToken extends JwtAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    public CallerToken(Jwt token, Caller caller) {
        super(token, AuthorityUtils.NO_AUTHORITIES);
        this.caller = caller;
    }

    /** Who makes the request; empty where no token was verified. */
    public static Mono<Caller> callerOf(ServerWebExchange exchange) {
        return exchange.getPrincipal().ofType(CallerToken.class).map(CallerToken::caller);
    }

    public Caller caller() {
        return caller;
    }

    // Two are the same only when they are the same object: tokens are verified anew on each request.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
