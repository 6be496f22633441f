/** Puts messaging together in a center. */
@NullMarked
package dev.meridian.platform.messaging.config;

import org.jspecify.annotations.NullMarked;
