/** The search index: one document per customer and scope, for counting by attributes at once and by breakdown. */
@ApplicationModule(allowedDependencies = {"background", "rules", "facts"})
@NullMarked
package dev.meridian.tag.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
