package dev.meridian.platform.problems;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer JSON pointer (RFC 6901) to the field, such as {@code /identifiers/0/value}
 * @param code stable code, such as {@code required} or {@code unknown_type}; its text is {@code field.<code>} in the
 *     message bundles
 * @param argument a value the text may name, such as a limit; empty where it names none. Never personal data
 */
public record FieldError(String pointer, String code, String argument) {

    public FieldError(String pointer, String code) {
        this(pointer, code, "");
    }

    /** The pointer to a member of what a pointer leads to: a name, escaped, or a position. */
    public static String pointer(String parent, Object member) {
        return parent + "/" + member.toString().replace("~", "~0").replace("/", "~1");
    }
}
