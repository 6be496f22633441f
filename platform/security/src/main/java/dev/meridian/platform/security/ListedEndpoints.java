package dev.meridian.platform.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Stops the start of a center that maps an endpoint for which no rule says whom it admits. Such an endpoint would be
 * closed to everybody; better its author hears of it than its first caller.
 */
final class ListedEndpoints implements SmartInitializingSingleton {

    /** Spring Boot's own page for errors, which is only forwarded to. */
    private static final String ERROR_PAGE = "/error";

    private static final Pattern VARIABLE = Pattern.compile("\\{[^/}]*}|\\*+");

    private final List<RequestMappingHandlerMapping> mappings;
    private final List<EndpointScopes> endpoints;

    ListedEndpoints(List<RequestMappingHandlerMapping> mappings, List<EndpointScopes> endpoints) {
        this.mappings = List.copyOf(mappings);
        this.endpoints = List.copyOf(endpoints);
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<String> unlisted = new TreeSet<>();
        for (RequestMappingHandlerMapping mapping : mappings) {
            mapping.getHandlerMethods().keySet().forEach(info -> unlisted.addAll(unlisted(info)));
        }
        if (!unlisted.isEmpty()) {
            throw new IllegalStateException("No rule of EndpointScopes says whom these endpoints admit: " + unlisted);
        }
    }

    private List<String> unlisted(RequestMappingInfo info) {
        List<String> found = new ArrayList<>();
        for (String pattern : info.getPatternValues()) {
            if (pattern.equals(ERROR_PAGE) || pattern.startsWith(TokenSecurityAutoConfiguration.ADMINISTRATION)) {
                continue;
            }
            PathContainer sample =
                    PathContainer.parsePath(VARIABLE.matcher(pattern).replaceAll("x"));
            Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
            if (methods.isEmpty()) {
                found.add("any method of " + pattern);
            }
            for (RequestMethod method : methods) {
                if (endpoints.stream().noneMatch(rules -> rules.knows(method.asHttpMethod(), sample))) {
                    found.add(method + " " + pattern);
                }
            }
        }
        return found;
    }
}
