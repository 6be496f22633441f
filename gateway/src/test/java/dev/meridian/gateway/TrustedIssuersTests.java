package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.OpenApiContract;
import dev.meridian.platform.testing.Operation;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** The settings of whom to trust, as they are shipped. */
class TrustedIssuersTests {

    private static final String ISSUERS = "meridian.security.issuers";
    private static final Resource AT_THE_GATEWAY = new FileSystemResource("src/main/resources/application.yaml");
    private static final Resource IN_THE_CENTERS =
            new FileSystemResource("../platform/web/src/main/resources/meridian-defaults.yaml");
    private static final List<String> CONTRACTS =
            List.of("gateway", "customer-center", "membership-center", "tag-center", "identity-center", "operations");

    @Test
    void the_gateway_and_the_centers_trust_the_same_issuers_as_far() throws IOException {
        assertThat(issuers(AT_THE_GATEWAY)).isNotEmpty().isEqualTo(issuers(IN_THE_CENTERS));
    }

    @Test
    void whoever_is_admitted_to_an_operation_can_be_granted_its_scope() throws IOException {
        Map<String, String> settings = issuers(AT_THE_GATEWAY);
        for (String contract : CONTRACTS) {
            for (Operation operation : OpenApiContract.load(contract).operations()) {
                String scope = operation.definition().at("/security/0/bearer/0").asString();
                operation.definition().path("x-callers").values().forEach(caller -> {
                    String kind = caller.asString().replace("own-", "");
                    assertThat(grantedTo(kind, settings))
                            .as("%s by %s", operation, kind)
                            .contains(scope);
                });
            }
        }
    }

    private static Set<String> grantedTo(String kind, Map<String, String> settings) {
        Set<String> scopes = new HashSet<>();
        settings.forEach((name, value) -> {
            if (name.endsWith(".kinds") && value.equals(kind)) {
                String issuer = name.substring(0, name.length() - ".kinds".length());
                settings.forEach((other, scope) -> {
                    if (other.startsWith(issuer + ".scopes")) {
                        scopes.add(scope);
                    }
                });
            }
        });
        return scopes;
    }

    private static Map<String, String> issuers(Resource yaml) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (PropertySource<?> document : new YamlPropertySourceLoader().load("settings", yaml)) {
            for (String name : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
                if (name.startsWith(ISSUERS)) {
                    settings.put(name, String.valueOf(document.getProperty(name)));
                }
            }
        }
        return settings;
    }
}
