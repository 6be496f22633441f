/** Reading events in batches, once in effect, what is done when handling fails, and taking up again what was parked. */
@NullMarked
package dev.meridian.platform.messaging.consumer;

import org.jspecify.annotations.NullMarked;
