/** A made-up group of three brands and its customers: believable, and the same for the same seed. */
@NullMarked
package dev.meridian.local.demo;

import org.jspecify.annotations.NullMarked;
