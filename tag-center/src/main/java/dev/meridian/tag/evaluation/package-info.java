/** Who is in which segment, kept up to date by events, by time and by publications. */
@ApplicationModule(allowedDependencies = {"background", "rules", "facts", "segments"})
@NullMarked
package dev.meridian.tag.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
