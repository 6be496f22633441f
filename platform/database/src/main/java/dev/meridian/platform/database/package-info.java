/** A center's schema: migrated by its owner as a step of its own, checked by the center that serves it. */
@NullMarked
package dev.meridian.platform.database;

import org.jspecify.annotations.NullMarked;
