package dev.meridian.platform.security;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Which scope each endpoint of a center needs, most specific pattern first: the first rule that matches decides. What
 * no rule matches is denied, so an endpoint that was forgotten here cannot be called.
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
     * @param pattern path pattern, such as <code>/api/customers/{customerId}</code> or {@code /api/customers/**}
     * @param scope what the token must grant; null where no token is needed
     */
    public record Rule(
            HttpMethod method, String pattern, @Nullable String scope) {}

    /** Collects rules in order. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /** Lets callers with this scope call the endpoint. */
        @CanIgnoreReturnValue
        public Builder allow(HttpMethod method, String pattern, String scope) {
            rules.add(new Rule(method, pattern, scope));
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
