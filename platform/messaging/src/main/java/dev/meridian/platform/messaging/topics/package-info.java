/** The topics themselves: making them, how long they are kept, and what is still unread on them. */
@NullMarked
package dev.meridian.platform.messaging.topics;

import org.jspecify.annotations.NullMarked;
