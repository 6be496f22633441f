/** The timers of a center, none of which can hold another up. */
@NullMarked
package dev.meridian.platform.messaging.timers;

import org.jspecify.annotations.NullMarked;
