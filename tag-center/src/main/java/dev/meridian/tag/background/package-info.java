/** Work that goes on by itself: each piece on a thread of its own, so that none can hold up another. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.meridian.tag.background;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
