/** The one door of the platform: who may enter, how much at a time, and which center answers. No business rules. */
@NullMarked
package dev.meridian.gateway;

import org.jspecify.annotations.NullMarked;
