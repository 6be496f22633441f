/** Whether the wire formats in {@code contracts/} are whole, and whether a change to them breaks somebody. */
@NullMarked
package dev.meridian.platform.testing.contracts;

import org.jspecify.annotations.NullMarked;
