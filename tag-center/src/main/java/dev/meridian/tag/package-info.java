/** The tag center: segments of customers, exact in time. */
@NullMarked
package dev.meridian.tag;

import org.jspecify.annotations.NullMarked;
