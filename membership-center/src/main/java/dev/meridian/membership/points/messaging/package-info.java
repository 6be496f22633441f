/** Interactions in, points events out. */
@NullMarked
package dev.meridian.membership.points.messaging;

import org.jspecify.annotations.NullMarked;
