/** The brands of the group and the channels through which each meets its customers. */
@NullMarked
package dev.meridian.identity.brands;

import org.jspecify.annotations.NullMarked;
