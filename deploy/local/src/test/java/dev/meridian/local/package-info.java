/** The command line, without the centers. */
@NullMarked
package dev.meridian.local;

import org.jspecify.annotations.NullMarked;
