package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class DocsTests extends GatewayTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void the_page_loads_from_this_host_only_and_everything_it_loads_is_there()
            throws IOException, InterruptedException {
        HttpResponse<String> page = get("/docs");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "connect-src 'self'", "script-src 'self'")
                .doesNotContain("http");
        assertThat(page.body()).doesNotContain("http://", "https://", "//cdn");
        List<String> links = links(page.body());
        assertThat(links).hasSizeGreaterThanOrEqualTo(5);
        for (String link : links) {
            assertThat(link).startsWith("/docs/");
            HttpResponse<String> linked = get(link);
            assertThat(linked.statusCode()).as(link).isEqualTo(200);
            assertThat(linked.body()).isNotEmpty();
        }
        assertThat(get("/docs/page.js").body())
                .doesNotContain("http://", "https://")
                .contains("validatorUrl: null");
    }

    @Test
    void every_center_and_the_gateway_have_a_document_that_can_be_tried_here()
            throws IOException, InterruptedException {
        JsonNode listed = new JsonMapper().readTree(get("/docs/documents").body());

        List<String> names = new ArrayList<>();
        for (JsonNode entry : listed) {
            String name = entry.path("name").asString();
            names.add(name);
            assertThat(entry.path("url").asString()).isEqualTo("/docs/openapi/" + name + ".yaml");
            JsonNode document =
                    new YAMLMapper().readTree(get(entry.path("url").asString()).body());
            assertThat(document.path("openapi").asString()).as(name).startsWith("3.1");
            assertThat(document.path("paths").isEmpty()).as(name).isFalse();
            assertThat(document.at("/servers/0/url").asString()).as(name).isEqualTo("/");
            assertThat(document.at("/components/securitySchemes").propertyStream())
                    .as(name)
                    .anyMatch(scheme ->
                            scheme.getValue().path("scheme").asString("").equals("bearer"));
        }
        assertThat(names).contains("gateway", "customer-center", "membership-center", "tag-center", "identity-center");
    }

    @Test
    void nothing_else_of_the_class_path_is_served() throws IOException, InterruptedException {
        for (String path : List.of(
                "/docs/library/index.html", "/docs/openapi/nothing.yaml", "/docs/../application.yaml", "/docs/x")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString());
    }

    private static List<String> links(String html) {
        List<String> links = new ArrayList<>();
        Matcher link = LINK.matcher(html);
        while (link.find()) {
            links.add(link.group(1));
        }
        return links;
    }
}
