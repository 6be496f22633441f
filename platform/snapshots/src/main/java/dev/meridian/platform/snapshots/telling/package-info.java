/** The owner's side: runs of telling again, taken up where they stand. */
@NullMarked
package dev.meridian.platform.snapshots.telling;

import org.jspecify.annotations.NullMarked;
