package dev.meridian.platform.security;

import dev.meridian.platform.tokens.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The caller of a request for code outside the security filters, such as the access log. */
public final class CurrentCaller {

    private static final String ATTRIBUTE = CurrentCaller.class.getName();

    private CurrentCaller() {}

    /** The verified caller; empty before the token was verified and where no token is needed. */
    public static Optional<Caller> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    static void remember(HttpServletRequest request, Caller caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }
}
