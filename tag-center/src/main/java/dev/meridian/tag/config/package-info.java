/** How the tag center is put together: scopes of its endpoints, topics, subscriptions, timers. */
@NullMarked
package dev.meridian.tag.config;

import org.jspecify.annotations.NullMarked;
