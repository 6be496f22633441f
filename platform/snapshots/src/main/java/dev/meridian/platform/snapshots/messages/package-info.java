/** What goes over the wire between a center that owns facts and one that asks for them. */
@NullMarked
package dev.meridian.platform.snapshots.messages;

import org.jspecify.annotations.NullMarked;
