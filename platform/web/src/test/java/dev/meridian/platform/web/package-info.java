/** The smallest center there can be, on which is tried what the platform promises. */
@NullMarked
package dev.meridian.platform.web;

import org.jspecify.annotations.NullMarked;
