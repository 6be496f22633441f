/** Brands and clients a new installation begins with. */
@NullMarked
package dev.meridian.identity.seed;

import org.jspecify.annotations.NullMarked;
