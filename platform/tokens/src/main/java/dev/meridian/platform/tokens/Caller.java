package dev.meridian.platform.tokens;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the request, as the verified token says: a service, a person of the staff, or a customer. Controllers take
 * it as a method parameter. What kind of caller a token stands for is decided by its issuer, never by its scopes.
 */
public sealed interface Caller {

    /** The issuer that vouches for the caller. */
    String issuer();

    /** Whose data the caller may see: one brand's, or the whole group's. */
    BrandScope scope();

    /** The API client the token was issued to: the back end itself, or the app a person uses. */
    String clientId();

    /** The channel of that client, such as {@code mini_program}; null where it has none. */
    @Nullable
    String channel();

    /** What the token grants of what its issuer may grant, such as {@code customer:read}. */
    Set<String> scopes();

    /** Which of the three it is. */
    CallerKind kind();

    /** The account of the person; empty for a service. */
    default Optional<String> account() {
        return switch (this) {
            case Service ignored -> Optional.empty();
            case Staff staff -> Optional.of(staff.accountId());
            case Customer customer -> Optional.of(customer.accountId());
        };
    }

    /**
     * One text per program or person, for keys that callers must not share: all customers of an app have the app's
     * client id, and what one issuer calls so is not what another does.
     */
    default String actor() {
        String client = issuer() + " " + clientId();
        return account().map(account -> client + "/" + account).orElse(client);
    }

    /** The caller's brand; empty for a caller of the group. */
    default Optional<Brand> brand() {
        return switch (scope()) {
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
    default Brand requireBrand() {
        return brand().orElseThrow(() -> new ProblemException(Problem.of(SecurityProblem.BRAND_REQUIRED)));
    }

    /** Whether the token grants this scope, such as {@code platform:admin}. */
    default boolean may(String grantedScope) {
        return scopes().contains(grantedScope);
    }

    /** A program that signs in by itself; see {@link Caller} for the components. */
    record Service(
            String issuer,
            BrandScope scope,
            String clientId,
            @Nullable String channel,
            Set<String> scopes) implements Caller {

        public Service {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public CallerKind kind() {
            return CallerKind.SERVICE;
        }
    }

    /**
     * A person who works for a brand or for the group.
     *
     * @param accountId the person's account at the issuer
     */
    record Staff(
            String issuer,
            BrandScope scope,
            String clientId,
            @Nullable String channel,
            Set<String> scopes,
            String accountId)
            implements Caller {

        public Staff {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public CallerKind kind() {
            return CallerKind.STAFF;
        }
    }

    /**
     * A person whom a brand serves. Always of one brand: of that whose app they signed in on.
     *
     * @param accountId the person's account at the issuer
     * @param customerId the one customer this caller may reach
     */
    record Customer(
            String issuer,
            Brand ownBrand,
            String clientId,
            @Nullable String channel,
            Set<String> scopes,
            String accountId,
            UUID customerId)
            implements Caller {

        public Customer {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public BrandScope scope() {
            return BrandScope.of(ownBrand);
        }

        @Override
        public CallerKind kind() {
            return CallerKind.CUSTOMER;
        }
    }
}
