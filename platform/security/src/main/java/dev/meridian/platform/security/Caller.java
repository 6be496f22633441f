package dev.meridian.platform.security;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the request, as the verified token says. Controllers take it as a method parameter.
 *
 * @param scope whose data the caller may see: one brand's, or the whole group's
 * @param clientId the API client the token was issued to
 * @param channel the channel of that client, such as {@code mini_program}; null for back ends
 * @param scopes what the caller may do, such as {@code customer:read}
 */
public record Caller(
        BrandScope scope, String clientId, @Nullable String channel, Set<String> scopes) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The caller's brand; empty for a caller of the group. */
    public Optional<Brand> brand() {
        return switch (scope) {
            case BrandScope.OneBrand(Brand brand) -> Optional.of(brand);
            case BrandScope.Group ignored -> Optional.empty();
            case BrandScope.Nothing ignored -> Optional.empty();
        };
    }

    /**
     * The caller's brand, for endpoints that act in the name of one.
     *
     * @throws ProblemException {@code brand_required} (403) for a caller of the group
     */
    public Brand requireBrand() {
        return brand().orElseThrow(() -> new ProblemException(Problem.of(SecurityProblem.BRAND_REQUIRED)));
    }

    /** Whether the token grants this scope, such as {@code platform:admin}. */
    public boolean may(String grantedScope) {
        return scopes.contains(grantedScope);
    }
}
