/** The one place where the machine's clock is read. */
@NullMarked
package dev.meridian.platform.web.config;

import org.jspecify.annotations.NullMarked;
