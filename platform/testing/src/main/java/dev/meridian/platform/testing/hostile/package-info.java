/** What no client in its right mind would send, made from the contracts and a seed. */
@NullMarked
package dev.meridian.platform.testing.hostile;

import org.jspecify.annotations.NullMarked;
