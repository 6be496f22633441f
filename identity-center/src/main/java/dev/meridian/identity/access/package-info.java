/** Who may change what in this center. */
@NullMarked
package dev.meridian.identity.access;

import org.jspecify.annotations.NullMarked;
