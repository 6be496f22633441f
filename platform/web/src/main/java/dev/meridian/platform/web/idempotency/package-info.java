/** A write that is sent again happens once: keys, and the answers that were given under them. */
@NullMarked
package dev.meridian.platform.web.idempotency;

import org.jspecify.annotations.NullMarked;
