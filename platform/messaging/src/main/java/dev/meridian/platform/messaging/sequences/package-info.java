/** How far consumers have come in the events of each key, what they miss, and which events they were given before. */
@NullMarked
package dev.meridian.platform.messaging.sequences;

import org.jspecify.annotations.NullMarked;
