/** Where traces and figures go, and what may not go with them. */
@NullMarked
package dev.meridian.platform.telemetry;

import org.jspecify.annotations.NullMarked;
