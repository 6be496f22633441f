/** The command line of the one-machine fleet. */
@NullMarked
package dev.meridian.local;

import org.jspecify.annotations.NullMarked;
