package dev.meridian.platform.security;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.tokens.Admission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Whom each endpoint of a center admits, most specific pattern first: the first rule that matches decides. What no rule
 * matches does not exist for anybody: it is answered 404, or 405 where other methods of the path have rules. An endpoint
 * that is mapped and has no rule here stops the center's start ({@link ListedEndpoints}).
 */
public final class EndpointScopes {

    private final List<Rule> rules;

    private EndpointScopes(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The rules in the order they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * One rule.
     *
     * @param method the method it is about
     * @param pattern path pattern, such as <code>/api/customers/{customerId}</code>
     * @param admission whom it admits; null where no token is needed
     */
    public record Rule(
            HttpMethod method, String pattern, @Nullable Admission admission) {

        public Rule {
            if (admission != null) {
                admission
                        .ownCustomerVariable()
                        .filter(variable -> !pattern.contains("{" + variable + "}"))
                        .ifPresent(variable -> {
                            throw new IllegalArgumentException(pattern + " has no variable " + variable);
                        });
            }
        }

        boolean matches(PathContainer path) {
            return parsed().matches(path);
        }

        private PathPattern parsed() {
            return PathPatternParser.defaultInstance.parse(pattern);
        }
    }

    /** Whether a rule is about this method at this path. */
    boolean knows(HttpMethod method, PathContainer path) {
        return rules.stream().anyMatch(rule -> rule.method().equals(method) && rule.matches(path));
    }

    /**
     * The methods that a path takes, in the order of their rules: those of the most specific pattern that matches it.
     * Empty where no rule knows the path.
     */
    Set<HttpMethod> methodsAt(PathContainer path) {
        return rules.stream()
                .filter(rule -> rule.matches(path))
                .map(Rule::parsed)
                .min(PathPattern.SPECIFICITY_COMPARATOR)
                .map(closest -> rules.stream()
                        .filter(rule -> rule.parsed().equals(closest))
                        .map(Rule::method)
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                .orElseGet(LinkedHashSet::new);
    }

    /** Collects rules in order. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /** Lets those callers call the endpoint. */
        @CanIgnoreReturnValue
        public Builder allow(HttpMethod method, String pattern, Admission admission) {
            rules.add(new Rule(method, pattern, admission));
            return this;
        }

        /** Lets anyone call the endpoint, also without a token: for static documents only. */
        @CanIgnoreReturnValue
        public Builder open(HttpMethod method, String pattern) {
            rules.add(new Rule(method, pattern, null));
            return this;
        }

        public EndpointScopes build() {
            return new EndpointScopes(rules);
        }
    }
}
