/** What the center declares about itself: topics and the scopes of its endpoints. */
@NullMarked
package dev.meridian.membership.config;

import org.jspecify.annotations.NullMarked;
