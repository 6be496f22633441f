/** How every center speaks HTTP: problems, idempotency keys, pages, request ids and limits. */
@NullMarked
package dev.meridian.platform.web;

import org.jspecify.annotations.NullMarked;
