package dev.meridian.platform.web.requests;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list the caller asks for, from the parameters {@code cursor} and {@code limit}. Controllers take it
 * as a method parameter.
 *
 * @param cursor where the page begins, as the page before said; null for the first page
 * @param limit the most items to return, 1 to 500
 */
public record PageRequest(@Nullable String cursor, int limit) {

    /** How many items a page has when the caller does not say. */
    public static final int DEFAULT_LIMIT = 50;

    /** The most items a page may have. */
    public static final int LARGEST_LIMIT = 500;

    public PageRequest {
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + LARGEST_LIMIT + " items");
        }
    }
}
