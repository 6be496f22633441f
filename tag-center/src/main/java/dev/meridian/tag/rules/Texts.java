package dev.meridian.tag.rules;

/** What texts of requests may contain. */
public final class Texts {

    private Texts() {}

    /** Whether the text has no control character; U+0000 among them cannot even be stored. */
    public static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** The text itself. */
    public static String requirePlain(String text) {
        if (!isPlain(text)) {
            throw new IllegalArgumentException("A control character");
        }
        return text;
    }
}
