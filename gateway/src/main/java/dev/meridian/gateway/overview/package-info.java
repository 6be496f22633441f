/** The one composed view: a customer with memberships and segments, and what is missing from it. */
@NullMarked
package dev.meridian.gateway.overview;

import org.jspecify.annotations.NullMarked;
