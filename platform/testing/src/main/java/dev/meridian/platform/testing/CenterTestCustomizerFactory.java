package dev.meridian.platform.testing;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Recognises {@link CenterTest}. */
final class CenterTestCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        CenterTest wanted = TestContextAnnotationUtils.findMergedAnnotation(testClass, CenterTest.class);
        return wanted == null ? null : new CenterTestCustomizer(Set.of(wanted.extraServers()), wanted.database());
    }
}
