/** Telling the centers that follow this one its whole state again: for those that are new, were away, or are rebuilt. */
@NullMarked
package dev.meridian.customer.snapshots;

import org.jspecify.annotations.NullMarked;
