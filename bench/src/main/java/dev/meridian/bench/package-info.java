/** Benchmarks against a whole fleet; each prints a ratio to a baseline measured in the same run. */
@NullMarked
package dev.meridian.bench;

import org.jspecify.annotations.NullMarked;
