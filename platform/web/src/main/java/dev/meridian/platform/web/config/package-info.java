/** What a center starts with: the one place where the clock is read, the shared defaults, where traces go. */
@NullMarked
package dev.meridian.platform.web.config;

import org.jspecify.annotations.NullMarked;
