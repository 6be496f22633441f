package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.ProblemTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Every refusal and failure of a center as a problem in the caller's language. */
@AutoConfiguration(before = {WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class ProblemsAutoConfiguration {

    private static final String BUNDLES = "classpath*:messages/*problems.properties";

    @Bean
    LocaleResolver localeResolver() {
        return new CallerLanguage();
    }

    @Bean
    Problems problems(LocaleResolver locales, JsonMapper json) throws IOException {
        return new Problems(new ProblemTexts(bundles()), locales, json);
    }

    @Bean
    ProblemAdvice problemAdvice(Problems problems) {
        return new ProblemAdvice(problems);
    }

    @Bean
    ProblemErrorController problemErrorController(Problems problems) {
        return new ProblemErrorController(problems);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(Problems problems) {
        return server -> server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve(problems)));
    }

    /** Those of all jars, found by their name; the platform's own first. */
    private static List<String> bundles() throws IOException {
        List<String> bundles = new ArrayList<>(List.of(ProblemTexts.STANDARD_BUNDLE));
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources(BUNDLES)) {
            String file = resource.getFilename();
            if (file != null) {
                bundles.add("messages/" + file.substring(0, file.length() - ".properties".length()));
            }
        }
        return bundles.stream().distinct().toList();
    }
}
