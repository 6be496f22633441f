/** What customers do: taking events in, storing each once, and the timeline. */
@NullMarked
package dev.meridian.customer.interactions;

import org.jspecify.annotations.NullMarked;
