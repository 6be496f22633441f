/** The API documents of all centers and the page to try them on. */
@NullMarked
package dev.meridian.gateway.docs;

import org.jspecify.annotations.NullMarked;
