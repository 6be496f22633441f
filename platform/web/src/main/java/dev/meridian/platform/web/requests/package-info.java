/** How a center reads requests: their ids, their size, strict bodies, pages of lists. */
@NullMarked
package dev.meridian.platform.web.requests;

import org.jspecify.annotations.NullMarked;
