/**
 * How a center builds itself anew from the one that owns the facts: the owner tells its state again, in the events it
 * always tells, and the other applies them while it goes on answering.
 */
@NullMarked
package dev.meridian.platform.snapshots;

import org.jspecify.annotations.NullMarked;
