package dev.meridian.platform.kernel;

/** What texts that strangers send may contain. */
public final class Texts {

    private Texts() {}

    /** Whether PostgreSQL and every reader can hold the text: no NUL, and no half of a surrogate pair. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text also stays on one line: no control character at all, as names and keys have none. */
    public static boolean isPlain(String text) {
        return isWellFormed(text) && text.chars().noneMatch(Character::isISOControl);
    }

    /** The text itself, when it is plain. */
    public static String requirePlain(String text) {
        if (!isPlain(text)) {
            throw new IllegalArgumentException("A control character, or half of one");
        }
        return text;
    }
}
