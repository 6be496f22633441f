/** Counting a rule's customers before it is saved. */
@ApplicationModule(allowedDependencies = {"rules", "facts", "segments", "search"})
@NullMarked
package dev.meridian.tag.previews;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
