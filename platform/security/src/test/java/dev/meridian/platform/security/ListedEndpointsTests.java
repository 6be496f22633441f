package dev.meridian.platform.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.meridian.platform.tokens.Admission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ListedEndpointsTests {

    private static final Admission READERS = Admission.ofServicesAndStaff("thing:read");

    @RestController
    static final class Things {

        @GetMapping("/api/things/{id}")
        String read(@PathVariable String id) {
            return id;
        }

        @PutMapping("/api/things/{id}/parts/{part}")
        String write(@PathVariable String id, @PathVariable String part) {
            return id + part;
        }

        @GetMapping("/admin/things")
        String administer() {
            return "";
        }
    }

    @Test
    void a_center_whose_endpoints_all_have_rules_starts() {
        assertThatCode(() -> start(EndpointScopes.builder()
                        .allow(HttpMethod.GET, "/api/things/{id}", READERS)
                        .allow(HttpMethod.PUT, "/api/things/{id}/parts/{part}", READERS)
                        .build()))
                .doesNotThrowAnyException();
    }

    @Test
    void an_endpoint_without_a_rule_stops_the_start_and_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(EndpointScopes.builder()
                        .allow(HttpMethod.GET, "/api/things/{id}", READERS)
                        .allow(HttpMethod.GET, "/api/things/{id}/parts/{part}", READERS)
                        .build()))
                .withMessageContaining("PUT /api/things/{id}/parts/{part}");
    }

    @Test
    void an_own_customer_must_be_in_the_path() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointScopes.builder()
                        .allow(HttpMethod.GET, "/api/things/{id}", READERS.andOwnCustomer("customerId")));
    }

    private static void start(EndpointScopes rules) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean(Things.class);
            context.registerBean(RequestMappingHandlerMapping.class);
            context.refresh();
            new ListedEndpoints(List.of(context.getBean(RequestMappingHandlerMapping.class)), List.of(rules))
                    .afterSingletonsInstantiated();
        }
    }
}
