package dev.meridian.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.StandardProblem;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionTests {

    private static final Brand AURORA = new Brand("aurora");
    private static final UUID OWN = UUID.fromString("0f8f3a2e-6d1c-4b7e-9a55-1c2d3e4f5a6b");
    private static final Map<String, String> OWN_PATH = Map.of("customerId", OWN.toString());
    private static final Map<String, String> NO_VARIABLES = Map.of();

    private final Caller service = new Caller.Service("i", BrandScope.of(AURORA), "c", null, Set.of("a:read"));
    private final Caller staff = new Caller.Staff("i", BrandScope.of(AURORA), "c", null, Set.of("a:read"), "p");
    private final Caller customer = new Caller.Customer("i", AURORA, "c", null, Set.of("a:read", "b:write"), "p", OWN);

    @Test
    void the_kinds_that_are_named_are_admitted_and_no_other() {
        assertThat(Admission.ofServices("a:read").refusal(service, NO_VARIABLES))
                .isEmpty();
        assertThat(Admission.ofServices("a:read").refusal(staff, NO_VARIABLES))
                .contains(SecurityProblem.CALLER_NOT_ADMITTED);
        assertThat(Admission.ofStaff("a:read").refusal(service, NO_VARIABLES))
                .contains(SecurityProblem.CALLER_NOT_ADMITTED);
        assertThat(Admission.ofStaff("a:read").refusal(staff, NO_VARIABLES)).isEmpty();
    }

    @Test
    void a_customer_is_never_admitted_as_a_kind() {
        assertThat(Admission.ofServicesAndStaff("a:read").refusal(customer, OWN_PATH))
                .contains(SecurityProblem.CALLER_NOT_ADMITTED);
    }

    @Test
    void a_customer_reaches_its_own_id_and_no_other() {
        Admission own = Admission.ofServicesAndStaff("a:read").andOwnCustomer("customerId");
        assertThat(own.refusal(customer, OWN_PATH)).isEmpty();
        assertThat(own.refusal(customer, Map.of("customerId", OWN.toString().toUpperCase(Locale.ROOT))))
                .isEmpty();
        assertThat(own.refusal(customer, Map.of("customerId", UUID.randomUUID().toString())))
                .contains(SecurityProblem.OTHER_CUSTOMER);
        assertThat(own.refusal(customer, Map.of("customerId", "lookup"))).contains(SecurityProblem.OTHER_CUSTOMER);
        assertThat(own.refusal(customer, Map.of("id", OWN.toString()))).contains(SecurityProblem.OTHER_CUSTOMER);
        assertThat(own.refusal(service, Map.of("customerId", UUID.randomUUID().toString())))
                .isEmpty();
    }

    @Test
    void whoever_is_admitted_still_needs_the_scope() {
        Admission own = Admission.ofServicesAndStaff("c:read").andOwnCustomer("customerId");
        assertThat(own.refusal(service, OWN_PATH)).contains(StandardProblem.FORBIDDEN);
        assertThat(own.refusal(staff, OWN_PATH)).contains(StandardProblem.FORBIDDEN);
        assertThat(own.refusal(customer, OWN_PATH)).contains(StandardProblem.FORBIDDEN);
    }
}
