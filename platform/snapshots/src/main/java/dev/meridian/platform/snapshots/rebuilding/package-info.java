/** The other side: rebuilds, their progress, and what heals gaps. */
@NullMarked
package dev.meridian.platform.snapshots.rebuilding;

import org.jspecify.annotations.NullMarked;
