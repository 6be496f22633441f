/** Who calls, as the verified token says. */
@NullMarked
package dev.meridian.gateway.callers;

import org.jspecify.annotations.NullMarked;
