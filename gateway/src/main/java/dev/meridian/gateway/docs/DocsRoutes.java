package dev.meridian.gateway.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The documentation page and everything it loads; all of it from the jar. */
@Configuration(proxyBeanMethods = false)
class DocsRoutes {

    private static final String PAGE = "/docs";
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");
    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");
    private static final MediaType STYLES = MediaType.parseMediaType("text/css;charset=UTF-8");
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final CacheControl ONE_DAY = CacheControl.maxAge(Duration.ofDays(1));

    /** The page may load and call nothing but this gateway. Its own library writes style attributes. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, MediaType> LIBRARY = Map.of(
            "swagger-ui.css", STYLES,
            "swagger-ui-bundle.js", SCRIPT,
            "swagger-ui-standalone-preset.js", SCRIPT,
            "favicon-32x32.png", MediaType.IMAGE_PNG);

    /** One entry of the page's list of documents. */
    record Listed(String name, String url) {}

    @Bean
    RouterFunction<ServerResponse> documentation(ApiDocuments documents) {
        List<Listed> list = documents.all().keySet().stream()
                .map(name -> new Listed(name, PAGE + "/openapi/" + name + ".yaml"))
                .toList();
        RouterFunctions.Builder routes = RouterFunctions.route()
                .GET(PAGE, request -> page())
                .GET(
                        PAGE + "/",
                        request -> ServerResponse.permanentRedirect(URI.create(PAGE))
                                .build())
                .GET(PAGE + "/page.js", request -> file(new ClassPathResource("docs/page.js"), SCRIPT))
                .GET(PAGE + "/page.css", request -> file(new ClassPathResource("docs/page.css"), STYLES))
                .GET(PAGE + "/documents", request -> ServerResponse.ok().bodyValue(list));
        documents
                .all()
                .forEach((name, document) ->
                        routes.GET(PAGE + "/openapi/" + name + ".yaml", request -> file(document, YAML)));
        LIBRARY.forEach((name, type) -> {
            Resource found = library(name);
            routes.GET(
                    PAGE + "/library/" + name,
                    request -> ServerResponse.ok()
                            .contentType(type)
                            .cacheControl(ONE_DAY)
                            .bodyValue(found));
        });
        return routes.build();
    }

    private static Mono<ServerResponse> page() {
        return ServerResponse.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", CONTENT_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .bodyValue(new ClassPathResource("docs/index.html"));
    }

    private static Mono<ServerResponse> file(Resource file, MediaType type) {
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .bodyValue(file);
    }

    /** Finds a file of the library whatever its version. */
    private static Resource library(String name) {
        String pattern = "classpath*:/META-INF/resources/webjars/swagger-ui/*/" + name;
        try {
            Resource[] found = new PathMatchingResourcePatternResolver().getResources(pattern);
            if (found.length != 1) {
                throw new IllegalStateException("Expected one " + pattern + " but found " + found.length);
            }
            return found[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
