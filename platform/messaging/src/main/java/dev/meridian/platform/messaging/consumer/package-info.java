/** Reading events in batches, once in effect, and what is done when handling fails. */
@NullMarked
package dev.meridian.platform.messaging.consumer;

import org.jspecify.annotations.NullMarked;
