/** Real servers, started, used, killed and started again. */
@NullMarked
package dev.meridian.platform.servers;

import org.jspecify.annotations.NullMarked;
