package dev.meridian.platform.security;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.tokens.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Binds the caller's brand scope to the rest of the request, and names brand and client in its log lines. A request
 * without a caller keeps the empty scope, in which the database shows no row of any brand.
 */
final class BrandScopeFilter extends OncePerRequestFilter {

    private static final String BRAND = "brand";
    private static final String CLIENT = "clientId";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication) {
            runAs(authentication.caller(), request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void runAs(
            Caller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        CurrentCaller.remember(request, caller);
        MDC.put(BRAND, caller.scope().databaseValue());
        MDC.put(CLIENT, caller.clientId());
        try {
            boolean answered = ActiveBrandScope.<Boolean, Exception>call(caller.scope(), () -> {
                chain.doFilter(request, response);
                return true;
            });
            assert answered;
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            MDC.remove(BRAND);
            MDC.remove(CLIENT);
        }
    }
}
