package dev.meridian.platform.web;

import dev.meridian.platform.kernel.FieldError;
import dev.meridian.platform.kernel.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Titles and details of problems, in English and Chinese, from the message bundles of all jars. */
final class ProblemTexts {

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    /** @param bundles base names of the bundles, such as {@code messages/problems}; the first that has a key wins */
    ProblemTexts(List<String> bundles) {
        texts.setBasenames(bundles.toArray(String[]::new));
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
    }

    String title(ProblemType type, Locale locale) {
        String title = text("problem." + type.code() + ".title", locale);
        return title == null ? type.code().replace('_', ' ') : title;
    }

    String detail(ProblemType type, List<String> arguments, Locale locale) {
        String detail = text("problem." + type.code() + ".detail", locale);
        return detail == null ? title(type, locale) : filled(detail, arguments);
    }

    String field(FieldError error, Locale locale) {
        String detail = text("field." + error.code(), locale);
        return detail == null
                ? error.code().replace('_', ' ')
                : filled(detail, List.of(error.argument())).strip();
    }

    private @Nullable String text(String key, Locale locale) {
        return texts.getMessage(key, null, null, spoken(locale));
    }

    /** Only two languages are spoken: every kind of Chinese gets the simplified texts, everyone else the English. */
    private static Locale spoken(Locale locale) {
        return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
    }

    /** Fills <code>{0}</code> and so on; texts stay plain sentences in which an apostrophe is an apostrophe. */
    private static String filled(String text, List<String> arguments) {
        String filled = text;
        for (int i = 0; i < arguments.size(); i++) {
            filled = filled.replace("{" + i + "}", arguments.get(i));
        }
        return filled;
    }
}
