/** The fleet's files, ports and steps, without the centers. */
@NullMarked
package dev.meridian.local.fleet;

import org.jspecify.annotations.NullMarked;
