/** What happens to every request on its way in and out: its id, its log line, its limits. */
@NullMarked
package dev.meridian.gateway.edge;

import org.jspecify.annotations.NullMarked;
