/** How the parts of the center are put together. */
@NullMarked
package dev.meridian.identity.config;

import org.jspecify.annotations.NullMarked;
