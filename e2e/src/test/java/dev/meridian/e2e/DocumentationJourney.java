package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.e2e.Gateway.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A brand's developer finds the documents behind the same door as the calls. */
class DocumentationJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    @Test
    void the_try_it_page_needs_no_other_host() {
        Answer page = FLEET.gateway().with("").get("/docs");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.raw().body()).contains("swagger-ui").doesNotContain("https://", "http://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity-center", "customer-center", "membership-center", "tag-center", "gateway"})
    void every_center_has_its_document(String center) {
        Answer document = FLEET.gateway().with("").get("/docs/openapi/" + center + ".yaml");

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.raw().body()).contains("openapi: 3.1", "paths:");
    }

    @Test
    void nothing_but_the_interfaces_their_documents_and_the_console_answers() {
        assertThat(FLEET.gateway().with("").get("/docs/").status()).isIn(200, 301, 308);
        for (String path : List.of("/", "/actuator", "/actuator/health", "/actuator/prometheus", "/metrics")) {
            Answer answer = FLEET.gateway().with("").get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.code()).as(path).isEqualTo("not_found");
        }
    }
}
