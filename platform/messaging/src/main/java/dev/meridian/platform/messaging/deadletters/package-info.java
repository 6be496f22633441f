/** Messages that are no events, on a topic of their own; and what operators see of all that could not be handled. */
@NullMarked
package dev.meridian.platform.messaging.deadletters;

import org.jspecify.annotations.NullMarked;
