/** The long forms of the seeded tests, run by name. */
@NullMarked
package dev.meridian.local.prove;

import org.jspecify.annotations.NullMarked;
