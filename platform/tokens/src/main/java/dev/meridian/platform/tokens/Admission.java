package dev.meridian.platform.tokens;

import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom an operation admits: with which scope, which kinds of callers, and whether a customer may use it on themselves.
 * Customers are never admitted as a kind: only to what lies below their own id in the path, so that no body or query
 * can name somebody else.
 */
public final class Admission {

    private final String scope;
    private final Set<CallerKind> kinds;
    private final @Nullable String ownCustomer;

    private Admission(String scope, Set<CallerKind> kinds, @Nullable String ownCustomer) {
        this.scope = scope;
        this.kinds = kinds;
        this.ownCustomer = ownCustomer;
    }

    /** Services and staff whose token grants the scope. */
    public static Admission ofServicesAndStaff(String scope) {
        return new Admission(scope, Set.of(CallerKind.SERVICE, CallerKind.STAFF), null);
    }

    /** Services alone whose token grants the scope: for what only programs do. */
    public static Admission ofServices(String scope) {
        return new Admission(scope, Set.of(CallerKind.SERVICE), null);
    }

    /** Staff alone whose token grants the scope: for what a person must answer for. */
    public static Admission ofStaff(String scope) {
        return new Admission(scope, Set.of(CallerKind.STAFF), null);
    }

    /**
     * Besides, a customer whose token grants the scope, where this variable of the path is the customer's own id.
     *
     * @param pathVariable its name, such as {@code customerId}
     */
    public Admission andOwnCustomer(String pathVariable) {
        return new Admission(scope, kinds, pathVariable);
    }

    /** The variable of the path that must be a customer's own id; empty where no customer is admitted. */
    public Optional<String> ownCustomerVariable() {
        return Optional.ofNullable(ownCustomer);
    }

    /**
     * Why a caller is not admitted; empty when they are.
     *
     * @param caller of a verified token
     * @param variables the variables of the path they call
     */
    public Optional<ProblemType> refusal(Caller caller, Map<String, ?> variables) {
        if (caller instanceof Caller.Customer customer) {
            if (ownCustomer == null) {
                return Optional.of(SecurityProblem.CALLER_NOT_ADMITTED);
            }
            if (!customer.customerId().toString().equalsIgnoreCase(String.valueOf(variables.get(ownCustomer)))) {
                return Optional.of(SecurityProblem.OTHER_CUSTOMER);
            }
        } else if (!kinds.contains(caller.kind())) {
            return Optional.of(SecurityProblem.CALLER_NOT_ADMITTED);
        }
        return caller.may(scope) ? Optional.empty() : Optional.of(StandardProblem.FORBIDDEN);
    }
}
