package dev.meridian.platform.problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/** Titles and details of problems, in English and Chinese, from the message bundles of all jars. */
public final class ProblemTexts {

    /** The bundle of {@link StandardProblem}. */
    public static final String STANDARD_BUNDLE = "messages/problems";

    private static final String TYPE_PREFIX = "https://meridian.dev/problems/";

    private final List<ResourceBundle> english;
    private final List<ResourceBundle> chinese;

    /** @param bundles base names of the bundles, such as {@code messages/problems}; the first that has a key wins */
    public ProblemTexts(List<String> bundles) {
        this.english = load(bundles, Locale.ROOT);
        this.chinese = load(bundles, Locale.SIMPLIFIED_CHINESE);
    }

    /**
     * The first language of an {@code Accept-Language} header that there are texts in; English where there is none.
     * Every kind of Chinese gets the simplified texts.
     */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return Locale.ENGLISH;
        }
        try {
            for (Locale.LanguageRange wanted : Locale.LanguageRange.parse(acceptLanguage)) {
                String range = wanted.getRange();
                if (wanted.getWeight() > 0 && speaks(range, Locale.CHINESE)) {
                    return Locale.SIMPLIFIED_CHINESE;
                }
                if (wanted.getWeight() > 0 && speaks(range, Locale.ENGLISH)) {
                    return Locale.ENGLISH;
                }
            }
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
        return Locale.ENGLISH;
    }

    /** The problem in words, as the body of an answer or the reason in one. */
    public ProblemBody body(Problem problem, Locale language, @Nullable String requestId) {
        ProblemType type = problem.type();
        return new ProblemBody(
                TYPE_PREFIX + type.code(),
                title(type, language),
                type.status(),
                detail(type, problem.arguments(), language),
                type.code(),
                requestId,
                type.retryable(),
                problem.errors().stream()
                        .map(error -> new ProblemBody.Field(error.pointer(), error.code(), field(error, language)))
                        .toList());
    }

    private String title(ProblemType type, Locale language) {
        String title = text("problem." + type.code() + ".title", language);
        return title == null ? type.code().replace('_', ' ') : title;
    }

    private String detail(ProblemType type, List<String> arguments, Locale language) {
        String detail = text("problem." + type.code() + ".detail", language);
        return detail == null ? title(type, language) : filled(detail, arguments);
    }

    private String field(FieldError error, Locale language) {
        String detail = text("field." + error.code(), language);
        return detail == null
                ? error.code().replace('_', ' ')
                : filled(detail, List.of(error.argument())).strip();
    }

    private @Nullable String text(String key, Locale language) {
        List<ResourceBundle> bundles = language.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
        for (ResourceBundle bundle : bundles) {
            try {
                return bundle.getString(key);
            } catch (MissingResourceException elsewhere) {
                continue;
            }
        }
        return null;
    }

    /** Fills <code>{0}</code> and so on; texts stay plain sentences in which an apostrophe is an apostrophe. */
    private static String filled(String text, List<String> arguments) {
        String filled = text;
        for (int i = 0; i < arguments.size(); i++) {
            filled = filled.replace("{" + i + "}", arguments.get(i));
        }
        return filled;
    }

    private static boolean speaks(String range, Locale language) {
        return range.equals(language.getLanguage()) || range.startsWith(language.getLanguage() + "-");
    }

    private static List<ResourceBundle> load(List<String> bundles, Locale language) {
        List<ResourceBundle> found = new ArrayList<>();
        for (String bundle : bundles) {
            found.add(ResourceBundle.getBundle(
                    bundle,
                    language,
                    ProblemTexts.class.getClassLoader(),
                    Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
        }
        return List.copyOf(found);
    }
}
