/** Puts the two sides together where a center declares one. */
@NullMarked
package dev.meridian.platform.snapshots.config;

import org.jspecify.annotations.NullMarked;
