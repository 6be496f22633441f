package dev.meridian.platform.web.config;

import java.util.List;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Makes {@code meridian-defaults.yaml} what its name says. Spring lets an imported file win over the file that imports
 * it; here the center that imports the defaults must win over them.
 */
final class SharedDefaults implements EnvironmentPostProcessor, Ordered {

    private static final String FILE = "[meridian-defaults.yaml]";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        MutablePropertySources sources = environment.getPropertySources();
        List<? extends PropertySource<?>> defaults = sources.stream()
                .filter(source -> source.getName().contains(FILE))
                .toList();
        for (PropertySource<?> source : defaults) {
            PropertySource<?> removed = sources.remove(source.getName());
            if (removed != null) {
                sources.addLast(removed);
            }
        }
    }
}
