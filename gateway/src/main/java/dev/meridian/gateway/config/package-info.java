/** How the parts of the gateway are put together: security, connections, limits. */
@NullMarked
package dev.meridian.gateway.config;

import org.jspecify.annotations.NullMarked;
