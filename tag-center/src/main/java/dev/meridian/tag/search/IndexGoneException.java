package dev.meridian.tag.search;

import java.io.IOException;

/** The index is not there any more: somebody deleted it. */
final class IndexGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    IndexGoneException(String alias) {
        super("There is no index " + alias);
    }
}
