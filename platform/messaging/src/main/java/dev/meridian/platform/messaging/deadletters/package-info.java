/** The events that were given up: writing them down, showing them, sending them again. */
@NullMarked
package dev.meridian.platform.messaging.deadletters;

import org.jspecify.annotations.NullMarked;
