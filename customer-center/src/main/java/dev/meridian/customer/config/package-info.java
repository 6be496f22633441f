/** How the center is put together: who may call what, and which topics it owns. */
@NullMarked
package dev.meridian.customer.config;

import org.jspecify.annotations.NullMarked;
